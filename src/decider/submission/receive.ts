import { LedgerError } from '../../../events/errors.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { givenFields, requireComplete, requireKnown } from './content.ts';
import { frameworkInUse } from './framework-in-use.ts';

/** A case is put up for review, with everything that its framework asks for. */
export function receive(
  asked: AskedOf<'receive-submission'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { name, data } = asked;
  const framework = frameworkInUse(data.framework, state, facts, circumstances);
  const fields = givenFields(name, data, framework);
  requireKnown(name, data, framework);
  if (circumstances.imported === null) requireComplete(name, fields, framework);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'SubmissionReceived',
        data: {
          framework: data.framework,
          ...(data.sponsor === undefined ? {} : { sponsor: pseudonymOf('sponsor', data.sponsor, facts) }),
          ...(data.useCategory === undefined ? {} : { useCategory: data.useCategory }),
          fields,
          ...(data.attachments === undefined ? {} : { attachments: data.attachments }),
          ...(data.sourceKey === undefined ? {} : { sourceKey: data.sourceKey }),
        },
      },
    ],
    { framework: framework.ref },
  );
}

/** @throws LedgerError `unknown-reference` */
function pseudonymOf(field: string, person: string, facts: Facts): string {
  const known = facts.people.get(person);
  if (known !== undefined) return known.pseudonym;
  throw new LedgerError('unknown-reference', `${field} ${person} is nobody in the directory`, {
    field,
    id: person,
  });
}
