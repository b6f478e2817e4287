import type { RecordedEvent } from '../../events/decode.ts';
import { parseStream } from '../../events/stream.ts';
import type { Circumstances } from '../decider/facts.ts';

/** The circumstances of an act, as its event has them. */
export function plainCircumstances(event: RecordedEvent): Circumstances {
  const { command, recordedAt, actor, imported, occurred, stream } = event;
  return {
    command,
    sealedId: '',
    at: recordedAt,
    via: actor.via,
    subject: parseStream(stream)?.id ?? '',
    imported:
      imported === undefined
        ? null
        : {
            source: imported.source,
            ...(imported.as === undefined ? {} : { as: imported.as }),
            ...(occurred === undefined ? {} : { occurred }),
          },
  };
}
