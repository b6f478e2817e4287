import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import type { Decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';
import { correct } from './submission/correct.ts';
import { close, reopen, sendBack, withdraw } from './submission/course.ts';
import { provideInformation, requestInformation } from './submission/information.ts';
import { receive } from './submission/receive.ts';
import { revise } from './submission/revise.ts';
import { screen } from './submission/screen.ts';

type Asked = AskedOf<
  | 'receive-submission'
  | 'revise-submission'
  | 'return-submission'
  | 'request-information'
  | 'provide-information'
  | 'screen-submission'
  | 'withdraw-submission'
  | 'close-submission'
  | 'reopen-submission'
  | 'correct-entry'
>;

/** The submission itself: its content, its course before and after the panel, and corrections of what was said. */
export function decideSubmission(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'receive-submission':
      return receive(asked, state, facts, circumstances);
    case 'revise-submission':
      return revise(asked, state, facts, circumstances);
    case 'return-submission':
      return sendBack(asked, state, facts, circumstances);
    case 'request-information':
      return requestInformation(asked, state, facts, circumstances);
    case 'provide-information':
      return provideInformation(asked, state, facts, circumstances);
    case 'screen-submission':
      return screen(asked, state, facts, circumstances);
    case 'withdraw-submission':
      return withdraw(asked, state, facts, circumstances);
    case 'close-submission':
      return close(asked, state, facts, circumstances);
    case 'reopen-submission':
      return reopen(asked, state, facts, circumstances);
    case 'correct-entry':
      return correct(asked, state, facts, circumstances);
    default:
      return asked satisfies never;
  }
}
