import { LedgerError } from '../../../events/errors.ts';
import { narrower, secrecy, type Visibility } from '../../../events/fields.ts';
import type { SubmissionFields } from '../../../events/submission-fields.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { invalidCommand } from '../rules.ts';

/** The most attachments that one act may bring: each is a digest in an event of at most 60 KiB. */
export const ATTACHMENT_LIMIT = 100;

interface Given {
  readonly fields: Readonly<Record<string, string>>;
  readonly audiences?: Readonly<Record<string, Visibility>>;
  readonly attachments?: Readonly<Record<string, unknown>>;
  readonly useCategory?: string;
}

/**
 * The given field values with their audiences: the framework's, or one that the submitter narrowed, now or (`before`) in
 * the version that this one replaces. Holds in imported history too: it is shape and references.
 * @throws LedgerError `invalid-command` for a field that the framework does not ask for or an audience that it would widen
 */
export function givenFields(
  command: string,
  { fields, audiences = {} }: Given,
  framework: FrameworkVersion,
  before: SubmissionFields = {},
): SubmissionFields {
  for (const name of Object.keys(audiences)) {
    if (Object.hasOwn(fields, name)) continue;
    throw invalidCommand(command, `audiences.${name}`, 'narrows a field that is given in the same command');
  }
  const known = new Map(framework.terms.fields.map((field) => [field.field, field]));
  const entries = Object.entries(fields).map(([name, value]) => {
    const asked = known.get(name);
    if (asked === undefined) {
      const accepted = `${framework.ref.split('#')[0] ?? ''} asks for ${[...known.keys()].join(', ')}`;
      throw invalidCommand(command, `fields.${name}`, `is no field of the framework; ${accepted}`);
    }
    const wanted = audiences[name] ?? narrower(asked.audience, before[name]?.audience ?? asked.audience);
    if (secrecy(wanted) < secrecy(asked.audience)) {
      const rule = `may narrow ${asked.audience}, which the framework sets, and never widen it`;
      throw invalidCommand(command, `audiences.${name}`, rule);
    }
    return [name, { audience: wanted, value }] as const;
  });
  return Object.fromEntries(entries);
}

/** @throws LedgerError `invalid-command` naming the first required field that is missing or blank */
export function requireComplete(
  command: string,
  fields: SubmissionFields,
  framework: FrameworkVersion,
): void {
  for (const { field, label, required } of framework.terms.fields) {
    const entry = fields[field];
    // A field that an earlier version gave is here by its digest alone; it was not blank when it was given.
    const blank = entry === undefined || (entry.digest === undefined && entry.value?.trim() === '');
    if (required && blank) throw invalidCommand(command, `fields.${field}`, `${label} is required`);
  }
}

/** @throws LedgerError `unknown-reference` for a use category, `invalid-command` for too many attachments */
export function requireKnown(command: string, given: Given, framework: FrameworkVersion): void {
  const { useCategory, attachments } = given;
  if (useCategory !== undefined) requireChoice('useCategory', useCategory, framework.terms.useCategories);
  requireAttachable(command, attachments);
}

/** @throws LedgerError `invalid-command` */
export function requireAttachable(command: string, attachments: Given['attachments'] = {}): void {
  if (Object.keys(attachments).length <= ATTACHMENT_LIMIT) return;
  throw invalidCommand(command, 'attachments', `at most ${ATTACHMENT_LIMIT} in one act`);
}

/** @throws LedgerError `unknown-reference`, naming what the framework offers */
export function requireChoice(
  field: string,
  key: string,
  choices: readonly { readonly key: string }[],
): void {
  if (choices.some((choice) => choice.key === key)) return;
  const offered = choices.map((choice) => choice.key).join(', ') || 'none';
  throw new LedgerError('unknown-reference', `${field} ${key} is unknown; the framework offers ${offered}`, {
    field,
    id: key,
  });
}
