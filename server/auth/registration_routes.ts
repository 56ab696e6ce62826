import { Router } from 'express';
import { z } from 'zod';
import { opaqueId, parseBody } from '../http/shapes.ts';
import type { Services } from '../services.ts';
import { register, registrationDistricts } from './registration.ts';
import { visitorOf } from './visitor.ts';

const text = z.string().max(1_000);

// what each field may hold is the database's affair: it names all that is wrong at once
const registration = z.object({
  name: text,
  district_id: opaqueId,
  address: text,
  phone: text,
  email: text,
  representative: text,
  ward: text.nullish(),
  tax_code: text.nullish(),
});

/** A dealer asks to be taken on, on a page for everybody. */
export function registrationRoutes(services: Services): Router {
  const { pool } = services;
  const router = Router();

  router.get('/', async (_request, response) => {
    response.json({ districts: await registrationDistricts(pool) });
  });

  router.post('/', async (request, response) => {
    await register(pool, visitorOf(services, request), parseBody(registration, request.body));
    response.status(202).end();
  });

  return router;
}
