import express, { type Request, type Response } from 'express';
import { z } from 'zod';
import { withRetries } from '../../database/retry.ts';
import { asUser, type Caller } from '../../database/transactions.ts';
import { invalid } from '../../http/errors.ts';
import { opaqueId, parseBody } from '../../http/shapes.ts';
import type { Services } from '../../services.ts';

/** A piece arrives within a breath on a slow line, and a lost one is sent again alone. */
export const readPiece = express.raw({ type: 'application/octet-stream', limit: '512kb' });

export const importPlace = z.object({
  id: opaqueId,
  seq: z.coerce.number().int().min(0).max(10_000),
});

/**
 * PUT /api/v1/imports/:id/bytes/:seq: a piece of a file that the caller brings in, between the
 * mutations startImport and endImportUpload. Sent again it replaces itself.
 * Errors: NOT_FOUND, INVALID_TRANSITION once the file is whole, FILE_TOO_LARGE {limit}.
 */
export async function addImportBytes(
  { pool }: Services,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const { id, seq } = parseBody(importPlace, request.params);
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes)) throw invalid([{ path: 'content-type', reason: 'bytes_only' }], 415);
  await withRetries(() =>
    asUser(pool, caller, (client) =>
      client.query('select file.add_import_chunk($1, $2, $3)', [id, seq, bytes]),
    ),
  );
  response.status(204).end();
}
