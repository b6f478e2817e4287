import type { LedgerEvent } from '../../../events/catalogue.ts';
import { LedgerError } from '../../../events/errors.ts';
import { visibilities } from '../../../events/fields.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import { audiencesOf } from '../../permissions/audiences.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { invalidCommand } from '../rules.ts';

/** @throws LedgerError `visibility-not-allowed`, `already-exists`, `invalid-command` */
export function recordExport(
  data: CommandData<'record-export'>,
  { actor, log }: Facts,
  { via }: Circumstances,
): LedgerEvent {
  const { export: id, audience, from, size, root, manifest, recipient } = data;
  const accepted = via === 'operator' ? visibilities : audiencesOf(actor?.roles ?? []);
  if (!accepted.includes(audience)) {
    throw new LedgerError(
      'visibility-not-allowed',
      `an export for ${audience} is not yours to take; you may take: ${accepted.join(', ')}`,
      { visibility: audience, accepted },
    );
  }
  if (log.exports.some((each) => each.export === id))
    throw new LedgerError('already-exists', `export ${id} is on record`, { what: 'export', id });
  if (from > size) throw invalidCommand('record-export', 'from', `at most ${size}, its size`);
  return {
    type: 'ExportProduced',
    data: {
      export: id,
      audience,
      from,
      size,
      root,
      manifest,
      ...(recipient === undefined ? {} : { recipient }),
    },
  };
}
