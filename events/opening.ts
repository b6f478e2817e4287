import type { EventOf } from './catalogue.ts';
import { digestOf, encodeDisclosure } from './disclosure.ts';
import { toJson } from './json.ts';

/** The rule field that each kind of opening puts in the open, named as in the act that sealed it. */
export const openedField = {
  JudgmentOpened: 'judgment',
  ConcernOpened: 'content',
  VoteOpened: 'vote',
} as const;
export type OpeningType = keyof typeof openedField;

/** The digest that must stand sealed in the act that this event opens; anything else was never recorded so (DESIGN §5.3). */
export function digestOfOpening(event: EventOf<OpeningType>): string {
  const value =
    'judgment' in event.data
      ? event.data.judgment
      : 'vote' in event.data
        ? event.data.vote
        : event.data.content;
  return digestOf(
    encodeDisclosure({ salt: event.data.salt, name: openedField[event.type], value: toJson(value) }),
  );
}
