import { LedgerError, type SeparationRule } from '../../events/errors.ts';
import { secrecy, type Visibility } from '../../events/fields.ts';
import type { Role } from '../../events/ids.ts';
import type { Viewer } from '../members/viewer.ts';

/**
 * Who may: anybody at all; whoever shows a credential; the person whom the request is about; the operator of the machine;
 * whoever holds the role now.
 */
export type Who = 'anyone' | 'signed-in' | 'self' | 'operator' | Role;

export interface RequestRule {
  /** What is asked for, as `docs/roles.md` says it. */
  readonly asks: string;
  readonly who: readonly Who[];
  /** A submission has to be seen, and at least as deep as this; to whoever does not see it there is none. */
  readonly sight?: Visibility;
  /** Refused to the person whom it is about, as this separation of duties. */
  readonly notSelf?: SeparationRule;
  /** What of it the asker gets, where that is not all. */
  readonly filtered?: string;
}

const desk = ['registrar', 'administrator', 'secretary', 'chair', 'auditor'] as const;

/** Everything that can be asked for and is no command, with who may: the only source of that permission. */
export const requests = {
  'read-service': {
    asks: 'health, readiness, the description of the API and of its refusals',
    who: ['anyone'],
  },
  'read-metrics': { asks: 'the metrics of the server', who: ['administrator', 'auditor', 'operator'] },

  'redeem-code': { asks: 'a token or a session for an enrolment or sign-in code', who: ['anyone'] },
  'make-sign-in-code': { asks: 'a sign-in code for oneself', who: ['signed-in'] },
  'make-token': { asks: 'a further token for oneself', who: ['signed-in'] },
  'sign-out': { asks: 'the end of one’s own session', who: ['signed-in'] },
  'issue-enrolment-code': {
    asks: 'an enrolment code for somebody',
    who: ['registrar', 'administrator', 'operator'],
    notSelf: 'SOD-7',
  },
  'list-credentials': {
    asks: 'which credentials a person has, never what they are',
    who: ['self', 'auditor', 'operator'],
  },
  'revoke-credential': {
    asks: 'the end of a person’s credential',
    who: ['self', 'registrar', 'administrator', 'operator'],
  },
  'make-feed-address': {
    asks: 'a personal address of the feed of what waits, or its end',
    who: ['signed-in'],
  },
  'read-feed': {
    asks: 'the feed of what waits, at a personal address',
    who: ['anyone'],
    filtered: 'no titles',
  },

  'read-me': { asks: 'who one is here: roles, teams, credentials', who: ['signed-in'] },
  'read-work': { asks: 'what waits for oneself', who: ['signed-in'] },
  'export-person': {
    asks: 'all that is held about a person',
    who: ['self', 'privacy-officer', 'operator'],
    filtered: 'for somebody else, nothing of an open review nor of a case that the asker has a part in',
  },

  'list-people': { asks: 'who is in the directory, with roles and teams', who: desk },
  'read-person': { asks: 'one person’s entry in the directory', who: ['self', ...desk] },

  'read-frameworks': { asks: 'frameworks, their versions and what changed', who: ['signed-in'] },

  'list-submissions': {
    asks: 'the list of submissions',
    who: ['signed-in'],
    filtered: 'those that the asker sees, counted and paged after that',
  },
  'read-submission': { asks: 'how a submission stands', who: [], sight: 'public' },
  'read-timeline': {
    asks: 'what happened to a submission, now or as it was known at another time',
    who: [],
    sight: 'public',
    filtered: 'texts of the audiences that the asker belongs to',
  },
  'explain-submission': { asks: 'what is still needed, or why it came out so', who: [], sight: 'public' },
  'read-attachment': { asks: 'a file of a submission', who: [], sight: 'participants' },
  'export-submission': {
    asks: 'the stream of a submission with what may be opened of it',
    who: [],
    sight: 'participants',
    filtered: 'disclosures of the audiences that the asker belongs to',
  },
  'upload-attachment': { asks: 'to bring a file for a command', who: ['signed-in'] },

  'read-events': {
    asks: 'events as they are stored, once or as they come',
    who: ['signed-in'],
    filtered:
      'submissions that the asker sees, and the streams that belong to none; erasures for who may ask for one, or sees every case',
  },
  'read-receipt': {
    asks: 'the proof that an event is in the log, with the event as it is stored',
    who: ['signed-in'],
    filtered: 'events that the asker may read, and acts of their own',
  },
  'read-population': {
    asks: 'the whole population, a row each',
    who: ['auditor', 'reporter', 'secretary'],
    filtered: 'under pseudonyms; names and sealed values to auditors alone',
  },
  'read-access-log': {
    asks: 'who read which sealed text',
    who: ['self', 'auditor'],
    filtered: 'what the asker read, unless they are an auditor',
  },
} as const satisfies Readonly<Record<string, RequestRule>>;

export type RequestName = keyof typeof requests;
export const requestRules: Readonly<Record<RequestName, RequestRule>> = requests;

/** What the request is about, as far as its rule asks. */
export interface About {
  /** The directory id of the person whom it is about. */
  readonly person?: string;
  /** The audience that the asker belongs to in the submission that it is about; null where they do not see it. */
  readonly sight?: Visibility | null;
}

type Asker = Pick<Viewer, 'person' | 'via' | 'roles'>;

/** Whether the asker may have it; null asks without a credential. */
export function mayAsk(request: RequestName, asker: Asker | null, about: About = {}): boolean {
  const { who, sight, notSelf } = requestRules[request];
  if (who.includes('anyone')) return true;
  if (asker === null) return false;
  const self = about.person === asker.person;
  if (notSelf !== undefined && self) return false;
  if (sight !== undefined && about.sight !== undefined && about.sight !== null)
    return secrecy(about.sight) >= secrecy(sight);
  return who.some((each) => isThat(each, asker, self));
}

function isThat(who: Who, { via, roles }: Asker, self: boolean): boolean {
  if (who === 'anyone' || who === 'signed-in') return true;
  if (who === 'self') return self;
  return who === 'operator' ? via === 'operator' : roles.includes(who);
}

/**
 * Refuses what `mayAsk` does not allow to somebody who is signed in; a submission that they do not see is not there.
 * @throws LedgerError `separation-of-duties`, `not-permitted` naming who may
 */
export function requireMayAsk(request: RequestName, asker: Asker, about: About = {}): void {
  if (mayAsk(request, asker, about)) return;
  const { asks, who, sight, notSelf } = requestRules[request];
  if (notSelf !== undefined && about.person === asker.person)
    throw new LedgerError('separation-of-duties', `${notSelf}: nobody asks for ${asks} themselves`, {
      rule: notSelf,
      command: request,
    });
  const accepted = sight === undefined ? who : [sight];
  throw new LedgerError('not-permitted', `${asks}: for ${accepted.join(', ')}`, {
    command: request,
    accepted,
  });
}
