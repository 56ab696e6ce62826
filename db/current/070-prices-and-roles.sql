-- Import prices are not for those who sell and buy: the API reads them through a function.
comment on column inventory.item.import_price is
  E'@behavior -*\nLatest import price, đồng a unit. The API shows inventory.item_import_price.';
--! include inventory/functions/item_import_price.sql

-- a person's roles must be able to work together
--! include auth/functions/membership_problems.sql
--! include auth/functions/database_role_of.sql
