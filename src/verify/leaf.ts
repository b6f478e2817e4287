import { z } from 'zod';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import { Uuid } from '../../events/ids.ts';
import { StreamName } from '../../events/stream.ts';
import { Instant } from '../../events/time.ts';
import type { Findings, Where } from './finding.ts';

/** An event of the log, where it stands in it and in the files. */
export interface Leaf {
  readonly index: number;
  readonly event: RecordedEvent;
  readonly where: Where;
}

/** What can be told of an entry whose event is not understood, so that those around it can be. */
export interface Frame {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly command: string;
}

const FrameShape = z.object({
  id: Uuid,
  stream: StreamName,
  revision: z.int().min(0),
  recordedAt: Instant,
  command: Uuid,
});

/** The event of an entry; null, and a finding, where it is not canonical, is of a later release, or fits no schema. */
export function readEntry(entry: Uint8Array, where: Where, findings: Findings): RecordedEvent | null {
  try {
    return decode(entry);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const { code, message } = error;
    if (code === 'not-canonical') findings.add('event-not-canonical', message, where);
    else if (code === 'ledger-newer-than-software')
      findings.add(
        'event-newer',
        `${message}: what it says is not checked, nor what depends on it; get a newer verifier`,
        where,
      );
    else findings.add('event-invalid', message, where);
    return null;
  }
}

/** The frame of an entry that `readEntry` does not understand; null where there is none. */
export function frameOf(entry: Uint8Array): Frame | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(entry).toString());
    return FrameShape.parse(json);
  } catch {
    return null;
  }
}
