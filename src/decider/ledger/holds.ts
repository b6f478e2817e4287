import { createdId } from '../../../events/derived-ids.ts';
import { LedgerError } from '../../../events/errors.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, ErasingFacts, Facts } from '../facts.ts';
import { permit } from '../permit.ts';
import { invalidCommand, rulesFor, separation } from '../rules.ts';

type Asked = AskedOf<'place-hold' | 'release-hold' | 'set-retention'>;

/** What keeps text from being erased: holds on cases and people, and for how long ended cases are kept. */
export function decideHolds(asked: Asked, facts: Facts, circumstances: Circumstances): Decided {
  const rules = rulesFor(false);
  const acting = permit(asked.name, facts.actor, { standings: [] }, rules);
  const erasing = requireErasing(facts);
  switch (asked.name) {
    case 'place-hold':
      return decided(acting, [], [placed(asked, facts, erasing, circumstances)]);
    case 'release-hold':
      return decided(acting, [], [released(asked, facts, erasing)]);
    case 'set-retention':
      return decided(acting, [], [{ type: 'RetentionSet', data: asked.data }]);
    default:
      return asked satisfies never;
  }
}

export function requireErasing({ erasing }: Facts): ErasingFacts {
  if (erasing !== null) return erasing;
  throw new TypeError('the handler gathers what holds and erasures are decided on');
}

function placed(
  { name, data }: AskedOf<'place-hold'>,
  facts: Facts,
  erasing: ErasingFacts,
  { command, at }: Circumstances,
): Decided['events'][0] {
  const { submissions = [], people = [], until, reason } = data;
  if (submissions.length + people.length === 0)
    throw invalidCommand(name, 'submissions', 'name at least one submission or person');
  if (until !== undefined && until <= at)
    throw invalidCommand(name, 'until', `an instant after ${at}, or none for until it is released`);
  requireKnown(people, facts, erasing);
  return {
    type: 'HoldPlaced',
    data: {
      hold: createdId(command, 'hold'),
      submissions,
      people,
      ...(until === undefined ? {} : { until }),
      reason,
    },
  };
}

/** @throws LedgerError `unknown-reference` */
export function requireKnown(
  people: readonly string[],
  { directory }: Facts,
  { unknown }: ErasingFacts,
): void {
  const [first] = unknown;
  if (first !== undefined)
    throw new LedgerError('unknown-reference', `${first.field}: ${first.id} is not on record`, first);
  const stranger = people.find((person) => !directory.people.has(person));
  if (stranger === undefined) return;
  throw new LedgerError('unknown-reference', `people: ${stranger} is nobody in the directory`, {
    field: 'people',
    id: stranger,
  });
}

function released(
  { name, data: { hold: id, reason } }: AskedOf<'release-hold'>,
  { actor }: Facts,
  { holds: { holds } }: ErasingFacts,
): Decided['events'][0] {
  const hold = holds.find((each) => each.hold === id);
  if (hold === undefined)
    throw new LedgerError('unknown-reference', `there is no hold ${id}`, { field: 'hold', id });
  if (hold.released !== null)
    throw new LedgerError('already-done', `hold ${id} is released`, { what: 'release', id });
  if (hold.placed.by === actor?.person)
    throw separation('SOD-8', 'who placed a hold does not release it', name);
  return { type: 'HoldReleased', data: { hold: id, reason } };
}
