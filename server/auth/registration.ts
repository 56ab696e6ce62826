import type pg from 'pg';
import { asSignIn } from '../database/transactions.ts';
import type { Visitor } from './sessions.ts';

export type Registration = Readonly<{
  name: string;
  district_id: string;
  address: string;
  phone: string;
  email: string;
  representative: string;
  ward?: string | null | undefined;
  tax_code?: string | null | undefined;
}>;

/** Territories that the public page offers: [{id, city, name}]. */
export async function registrationDistricts(pool: pg.Pool): Promise<unknown> {
  const { rows } = await asSignIn(pool, (client) =>
    client.query<{ districts: unknown }>('select agency.registration_districts() as districts'),
  );
  return rows[0]?.districts;
}

/**
 * A dealer asks to be taken on: pending, without a login. Errors: VALIDATION_ERROR,
 * TOO_MANY_ATTEMPTS.
 */
export async function register(
  pool: pg.Pool,
  visitor: Visitor,
  wanted: Registration,
): Promise<void> {
  const { name, district_id, ward, address, phone, email, representative, tax_code } = wanted;
  await asSignIn(pool, (client) =>
    client.query('select agency.register_agency($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      visitor.ip,
      name,
      district_id,
      ward,
      address,
      phone,
      email,
      representative,
      tax_code,
    ]),
  );
}
