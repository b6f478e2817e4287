import {
  type ActVerb,
  because,
  called,
  id,
  moment,
  named,
  needed,
  person,
  reason,
  seat,
  type Take,
  whichSeat,
  whole,
  word,
} from './act-verb.ts';

/** `deadline` is made of these: its three ends follow each other, the later ones as the earlier where left out. */
const deadline: readonly Take[] = [
  called('--due <time>', moment('deadline.due', 'by when judgments are due')),
  called(
    '--grace-until <time>',
    moment('deadline.graceUntil', 'until when a late one is taken; as --due where it is left out'),
  ),
  called(
    '--hard-stop <time>',
    moment('deadline.hardStop', 'after which none is; as --grace-until where it is left out'),
  ),
  called('--zone <zone>', word('deadline.zone', 'the time zone in which people read it (UTC)')),
];

const neededDeadline = deadline.map((take, i) => (i === 0 ? needed(take) : take));

export const panelActs: readonly ActVerb[] = [
  {
    path: ['panel', 'convene'],
    summary: 'name who reviews, for which teams; the framework version is fixed with it',
    command: 'convene-panel',
    takes: [
      {
        form: '--seat <seat=person:team...>',
        meaning: 'a seat, its holder and their team; may be repeated',
        field: 'seats',
        reading: 'seats',
        needed: true,
      },
      whole('frameworkVersion', 'reviewed under this version; the current one where it is left out'),
      ...deadline,
    ],
  },
  {
    path: ['panel', 'decline'],
    summary: 'not take the seat that one was given',
    command: 'decline-seat',
    takes: [seat, reason],
    fills: ['seat'],
  },
  {
    path: ['panel', 'vacate'],
    summary: 'leave a seat without a holder; what its holder recorded stays',
    command: 'vacate-seat',
    names: [named('seat', 'seat', 'the seat')],
    takes: [word('why', 'why', ['left-team', 'unavailable', 'other']), reason],
  },
  {
    path: ['panel', 'alternate'],
    summary: 'seat somebody else',
    command: 'seat-alternate',
    names: [
      named('seat', 'seat', 'the seat'),
      { ...person('holder', 'who sits there from now on'), form: '<person>' },
    ],
    takes: [reason],
  },
  {
    path: ['panel', 'clear'],
    summary: 'find that a declared interest is no reason to step back',
    command: 'clear-interest',
    names: [named('seat', 'seat', 'the seat')],
    takes: [id('declaration', 'the event that declared it; the seat’s where it is left out'), because],
    fills: ['declaration'],
  },
  {
    path: ['panel', 'recuse'],
    summary: 'step back from a submission; chair and secretary may direct that another does',
    command: 'recuse-reviewer',
    takes: [seat, reason],
    fills: ['seat', 'recusal'],
  },
  {
    path: ['panel', 'lift'],
    summary: 'lift a recusal',
    command: 'lift-recusal',
    takes: [needed(whichSeat), because],
  },
  {
    path: ['panel', 'dissolve'],
    summary: 'end a panel that can no longer be quorate',
    command: 'dissolve-panel',
    takes: [because],
  },
  {
    path: ['panel', 'due'],
    summary: 'give a panel without one its due date',
    command: 'set-due-date',
    takes: neededDeadline,
  },
  {
    path: ['panel', 'extend'],
    summary: 'give more time',
    command: 'extend-due-date',
    takes: [...neededDeadline, because],
  },
];
