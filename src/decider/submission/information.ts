import { LedgerError } from '../../../events/errors.ts';
import type { Phase, ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requirePhase } from '../gate.ts';
import { invalidCommand, requireGiven } from '../rules.ts';
import { requireAttachable } from './content.ts';

const unclosed: readonly Phase[] = ['submitted', 'screening', 'review', 'decision', 'aftercare'];

/** The secretary asks the submitter; the case waits for the answer without changing its phase. */
export function requestInformation(
  asked: AskedOf<'request-information'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, unclosed, rules);
  const { due, questions } = asked.data;
  requireGiven(asked.name, { questions }, circumstances);
  if (due !== undefined && due <= circumstances.at && circumstances.imported === null) {
    throw invalidCommand(asked.name, 'due', `is after ${circumstances.at}, when the question is asked`);
  }
  const data = {
    ...(due === undefined ? {} : { due }),
    ...(questions === undefined ? {} : { questions }),
  };
  return decided(acting, rules.broke(), [{ type: 'InformationRequested', data }], { version: state.version });
}

/** An answer is welcome at any time, after the hard stop too; a question is answered once. */
export function provideInformation(
  asked: AskedOf<'provide-information'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, unclosed, rules);
  const { request, answer, attachments } = asked.data;
  const question = state.requests.find(({ event }) => event === request);
  if (question === undefined) {
    throw new LedgerError(
      'unknown-reference',
      `${request} is no request for information in this submission`,
      {
        field: 'request',
        id: request,
      },
    );
  }
  rules.require(
    question.answer === null,
    () =>
      new LedgerError('already-exists', 'the request has been answered; comment, or correct the answer', {
        what: 'answer',
        id: request,
      }),
  );
  requireGiven(asked.name, { answer }, circumstances);
  requireAttachable(asked.name, attachments);
  const data = {
    request,
    ...(answer === undefined ? {} : { answer }),
    ...(attachments === undefined ? {} : { attachments }),
  };
  return decided(acting, rules.broke(), [{ type: 'InformationProvided', data }], { version: state.version });
}
