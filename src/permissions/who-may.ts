import type { SeparationRule } from '../../events/errors.ts';
import type { CommandRule, Grant } from './command-rules.ts';
import type { RequestRule, Who } from './requests.ts';
import { narrowingsInWords, standingsInWords } from './roles.ts';

/** Who may give a command, in words; roles stand in backquotes. */
export function whoMay({ grants, narrowed, bySystem, founding, atTheMachine }: CommandRule): string {
  const who = [
    ...grants.map(grantInWords),
    ...(bySystem === true ? ['the ledger itself'] : []),
    ...(founding === true ? ['the operator while only the founders are there'] : []),
  ];
  const where = atTheMachine === true ? ', by the operator of the machine' : '';
  return `${either(who)}${where}${narrowed === undefined ? '' : `; ${narrowingsInWords[narrowed]}`}`;
}

const grantInWords = ({ role, by }: Grant): string =>
  by === 'directory' ? `\`${role}\`` : standingsInWords[by];

/** Who may ask for something, in words; `named` says how the rule that excepts oneself is written. */
export function whoMayAsk(
  { who, sight, notSelf }: RequestRule,
  named: (rule: SeparationRule) => string = (rule) => rule,
): string {
  const seen = sight === undefined ? [] : [`who sees the submission, at least as \`${sight}\``];
  const except = notSelf === undefined ? '' : `; never for oneself (${named(notSelf)})`;
  return `${either([...who.map(whoInWords), ...seen])}${except}`;
}

/** `a`, `a or b`, `a, b or c`. */
const either = (choices: readonly string[]): string =>
  choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;

const asksInWords: Readonly<Partial<Record<Who, string>>> = {
  anyone: 'anyone',
  'signed-in': 'whoever is signed in',
  self: 'the person themselves',
  operator: 'the operator of the machine',
};
const whoInWords = (who: Who): string => asksInWords[who] ?? `\`${who}\``;
