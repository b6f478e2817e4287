import type { RecordedEvent } from '../../events/decode.ts';
import { digestOfOpening, openedField } from '../../events/opening.ts';
import type { Findings } from './finding.ts';
import type { Leaf } from './leaf.ts';
import type { SeenDigests } from './seen-digests.ts';
import type { SeenEvents } from './seen-events.ts';

type Opening = Extract<RecordedEvent, { readonly type: keyof typeof openedField }>;

export const isOpening = (event: RecordedEvent): event is Opening => Object.hasOwn(openedField, event.type);

/**
 * That what an event opens in the log was recorded so: its digest stands sealed for the panel in the act that it names, an
 * earlier event of the same stream, and nothing opened it before.
 */
export function checkOpening(
  { index, event, where }: Leaf & { readonly event: Opening },
  digests: SeenDigests,
  events: SeenEvents,
  findings: Findings,
): void {
  const { act } = event.data;
  const digest = digestOfOpening(event);
  const ordinal = digests.find(digest);
  const place = { stream: event.stream, field: '', audience: 'panel' } as const;
  if (ordinal < 0 || digests.firstIndex(ordinal) !== events.indexOf(act) || !digests.stands(ordinal, place)) {
    findings.add(
      'opening-unfounded',
      `it opens event ${act} as something that was not recorded there: no sealed field of it hashes from this (${digest})`,
      where,
    );
    return;
  }
  const before = digests.openedBy(ordinal);
  if (before > 0)
    findings.add('opening-repeated', `it opens event ${act} again; entry ${before - 1} has`, where);
  digests.setOpenedBy(ordinal, index);
}
