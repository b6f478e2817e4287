import type { CommandName } from '../../commands/catalogue.ts';

/** How the text of an option becomes the value of a field. */
export type Reading =
  /** Prose; `-` reads standard input. */
  | 'prose'
  /** A key, an id, a word of the framework. */
  | 'word'
  | 'words'
  | 'whole'
  | 'yes'
  /** An instant, or a day, which stands for its end. */
  | 'moment'
  /** Somebody in the directory, by their id, a beginning of it, or what init made them. */
  | 'person'
  /** A concern by its id or an unambiguous beginning of it. */
  | 'concern'
  /** `name=text`, more than once. */
  | 'texts'
  /** `seat=person:team`, more than once. */
  | 'seats'
  /** `criterion=finding`, more than once. */
  | 'findings'
  /** Files that are brought with it. */
  | 'files'
  /** A flag that stands for a value. */
  | 'constant'
  /** `submission:decision`. */
  | 'successor';

export interface Take {
  /** As commander writes it: `--reason <text>`. */
  readonly form: string;
  readonly meaning: string;
  /** The field of the command's data that it fills, inner ones behind a dot: `deadline.due`. */
  readonly field: string;
  readonly reading: Reading;
  readonly choices?: readonly string[];
  /** Whether it is refused without. */
  readonly needed?: true;
  /** What a `constant` stands for. */
  readonly value?: string | boolean;
}

/**
 * What a person need not say because the submission, as they see it, says it: filled in where it is left out.
 * `seat`: the one that they hold. `judged`: the version and criteria that they read. `request`: the open question.
 * `decision`: the newest. `proposal`: the newest that stands. `outcome`: that of the proposal.
 * `judgment`: their last.
 * `declaration`: the one of the seat. `evidence`: the last for the condition. `recusal`: of oneself in one's own seat,
 * directed in another's. `interest`: declared, where a category or a detail is given.
 * `fields`: none that changes.
 */
export type Fill =
  | 'seat'
  | 'judged'
  | 'request'
  | 'decision'
  | 'proposal'
  | 'outcome'
  | 'judgment'
  | 'declaration'
  | 'evidence'
  | 'recusal'
  | 'interest'
  | 'fields';

/** A verb that is one command on a submission: everything else about it is common to all of them. */
export interface ActVerb {
  readonly path: readonly [noun: string, verb: string];
  readonly summary: string;
  readonly command: CommandName;
  /** What is named behind the submission: a concern, a condition, an entry. */
  readonly names?: readonly Take[];
  readonly takes: readonly Take[];
  readonly fills?: readonly Fill[];
  /** Whether `--template` prints the data to fill in. */
  readonly template?: true;
  readonly notes?: string;
}

const taking =
  (reading: Reading, value: string) =>
  (field: string, meaning: string, choices?: readonly string[]): Take => ({
    form: `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}${value}`,
    meaning,
    field,
    reading,
    ...(choices === undefined ? {} : { choices }),
  });

export const prose = taking('prose', ' <text>');
export const word = taking('word', ' <key>');
export const id = taking('word', ' <id>');
export const words = taking('words', ' <key...>');
export const whole = taking('whole', ' <number>');
export const yes = taking('yes', '');
export const moment = taking('moment', ' <time>');
export const person = taking('person', ' <person>');
export const texts = taking('texts', ' <name=text...>');

/** `--keep` for `overrule: false`. */
export const constant = (form: string, field: string, value: string | boolean, meaning: string): Take => ({
  form,
  meaning,
  field,
  reading: 'constant',
  value,
});

/** The same under another option, where the field's own name would say less. */
export const called = (form: string, take: Take): Take => ({ ...take, form });

/** What is refused without. */
export const needed = (take: Take): Take => ({ ...take, needed: true });

export const reason = prose('reason', 'why');
export const because = needed(reason);
export const seat = word('seat', 'the seat; the one that you hold where it is left out');
export const whichSeat = word('seat', 'the seat');

export const attach: Take = {
  form: '--attach <file...>',
  meaning: 'a file that comes with it; may be repeated',
  field: 'attachments',
  reading: 'files',
};

export const audiences = ['public', 'participants', 'panel', 'auditors'] as const;

/** What is named behind the submission, by its place. */
export const named = (name: string, field: string, meaning: string): Take => ({
  form: `<${name}>`,
  meaning,
  field,
  reading: 'word',
});
