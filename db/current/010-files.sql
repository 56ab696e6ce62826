-- A file is in the books with all rows that were read, or with none.
drop function if exists config.end_import_check(:ID_TYPE);
--! include config/functions/check_import_head.sql
--! include config/functions/end_import_check.sql
--! include config/functions/end_import.sql
--! include config/functions/say_import_summary.sql
--! include inventory/functions/check_imported_receipts.sql
--! include inventory/functions/apply_imported_receipts.sql
