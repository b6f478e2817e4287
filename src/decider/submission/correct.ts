import { z } from 'zod';
import { LedgerError } from '../../../events/errors.ts';
import {
  type Audience,
  isConfidential,
  type Mark,
  markOf,
  narrower,
  secrecy,
} from '../../../events/fields.ts';
import { schemaOf } from '../../../events/schemas.ts';
import { lowerBound } from '../../../events/time.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, EntryFact, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { invalidCommand, requireGiven } from '../rules.ts';

type Asked = AskedOf<'correct-entry'>;

/**
 * How an earlier entry should read: a text of it, or when it happened. `field` names the text, `reasons.summary` a part
 * of one. What a rule reads is changed by its own event, never here; the content of the submission by a revision.
 */
export function correct(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { entry: id, field, visibility, occurred, text, reason } = asked.data;
  const entry = facts.entry(id);
  if (entry === undefined) {
    throw new LedgerError('unknown-reference', `${id} is no entry of this submission`, {
      field: 'entry',
      id,
    });
  }
  requireGiven(asked.name, { reason }, circumstances);
  if (field === 'occurred') requireTime(asked, circumstances.at);
  else requireText(asked, entry);
  const [head, part] = headAndRest(field);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'EntryCorrected',
        data: {
          entry: id,
          field: head,
          visibility,
          ...(occurred === undefined ? {} : { occurred }),
          ...(text === undefined ? {} : { reading: { ...(part === '' ? {} : { part }), text } }),
          ...(reason === undefined ? {} : { reason }),
        },
      },
    ],
    { version: state.version },
  );
}

function requireTime({ name, data: { occurred, text } }: Asked, at: string): void {
  if (text !== undefined) throw invalidCommand(name, 'text', 'stands with a corrected text, not with a time');
  if (occurred === undefined) throw invalidCommand(name, 'occurred', 'says when the entry really happened');
  const earliest = lowerBound(occurred);
  if (earliest !== null && earliest > at) throw invalidCommand(name, 'occurred', `is not after ${at}, now`);
}

function requireText({ name, data }: Asked, entry: EntryFact): void {
  const { field, text, occurred, visibility } = data;
  if (occurred !== undefined) throw invalidCommand(name, 'occurred', 'stands only where `field` is occurred');
  if (text === undefined) throw invalidCommand(name, 'text', 'says how the field should read');
  const audience = audienceOf(entry, field, text);
  if (audience === null) {
    const rule = `a text of ${entry.type} can be corrected (${textsOf(entry).join(', ')}), or occurred`;
    throw invalidCommand(name, 'field', rule);
  }
  if (secrecy(visibility) < secrecy(audience)) {
    throw invalidCommand(
      name,
      'visibility',
      `may narrow ${audience}, the audience of the text, never widen it`,
    );
  }
}

/** The audience of a text of the entry that may be corrected so; null for everything else. */
function audienceOf(entry: EntryFact, field: string, text: string): Audience | null {
  const [head, rest] = headAndRest(field);
  const mark = schemaOf(entry.type).fields.get(head)?.mark;
  if (!isCorrectable(entry, mark) || (mark.each && rest === '')) return null;
  if (!takesText(mark.schema, mark.each ? '' : rest, text)) return null;
  return entry.visibility === null ? mark.audience : narrower(mark.audience, entry.visibility);
}

type Text = Extract<Mark, { readonly kind: 'confidential' }>;
/** A correction is not corrected itself: another correction of the same entry replaces it. */
const isCorrectable = (entry: EntryFact, mark: Mark | undefined): mark is Text =>
  entry.type !== 'EntryCorrected' && isConfidential(mark) && !mark.rule;

/** Whether prose can stand at `rest` inside the schema: ids, digests and files inside it are no prose. */
function takesText(schema: unknown, rest: string, text: string): boolean {
  if (schema instanceof z.ZodExactOptional) return takesText(schema.unwrap(), rest, text);
  if (schema instanceof z.ZodRecord) return rest !== '' && takesText(schema.valueType, '', text);
  if (schema instanceof z.ZodObject) {
    const [head, tail] = headAndRest(rest);
    const member = new Map(Object.entries(schema.shape)).get(head);
    return takesText(member, tail, text);
  }
  if (!(schema instanceof z.ZodType) || rest !== '') return false;
  return markOf(schema) === undefined && schema.safeParse(text).success;
}

const headAndRest = (path: string): readonly [string, string] => {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
};

const textsOf = (entry: EntryFact): readonly string[] =>
  [...schemaOf(entry.type).fields]
    .filter(([name, { mark }]) => isCorrectable(entry, mark) && name !== 'links' && name !== 'attachments')
    .map(([name]) => name);
