import type { Described, Verb } from '../verb.ts';
import { wordsOf } from './choices.ts';

/** What can stand somewhere: one of some words, a file, a folder, or whatever somebody types. */
export type Place =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'text' };

export interface OptionLine {
  readonly flag: string;
  readonly meaning: string;
  /** Null where it takes no value. */
  readonly value: Place | null;
}

export interface VerbLine {
  readonly path: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionLine[];
  readonly arguments: readonly Place[];
  /** Whether the last argument may stand any number of times. */
  readonly variadic: boolean;
}

export interface NounLine {
  readonly noun: string;
  readonly summary: string;
  /** Empty for a verb without a noun. */
  readonly verbs: readonly (readonly [verb: string, summary: string])[];
}

/** The command line as a shell needs to know it. */
export interface Lines {
  readonly nouns: readonly NounLine[];
  readonly verbs: readonly VerbLine[];
  /** Options that may stand with every verb. */
  readonly everywhere: readonly OptionLine[];
}

export function linesOf(
  verbs: readonly Verb[],
  everywhere: readonly Described[],
  nounsInWords: Readonly<Record<string, string>>,
): Lines {
  const nouns = new Map<string, [string, string][]>();
  for (const { path, summary } of verbs) {
    const [noun, verb] = path;
    nouns.set(noun, [
      ...(nouns.get(noun) ?? []),
      ...(verb === undefined ? [] : [[verb, summary] as [string, string]]),
    ]);
  }
  const summaries = new Map(verbs.map(({ path, summary }) => [path.join(' '), summary]));
  return {
    nouns: [...nouns].map(([noun, own]) => ({
      noun,
      summary: own.length === 0 ? (summaries.get(noun) ?? '') : (nounsInWords[noun] ?? ''),
      verbs: own,
    })),
    verbs: verbs.map((verb) => ({
      path: verb.path,
      summary: verb.summary,
      options: (verb.options ?? []).map(optionLine),
      arguments: (verb.arguments ?? []).map(placeOf),
      variadic: verb.arguments?.at(-1)?.[0].includes('...') === true,
    })),
    everywhere: [
      ...everywhere.map(optionLine),
      { flag: '--help', meaning: 'say what it takes', value: null },
    ],
  };
}

const optionLine = (described: Described): OptionLine => {
  const [form, meaning] = described;
  const [flag = ''] = form.split(' ');
  return { flag, meaning, value: form.includes(' ') ? placeOf(described) : null };
};

function placeOf([form, , choices]: Described): Place {
  const words = wordsOf(choices);
  if (words.length > 0) return { kind: 'words', words };
  if (/[<[](file|files)(\.\.\.)?[>\]]/.test(form)) return { kind: 'file' };
  return { kind: /<folder>/.test(form) ? 'folder' : 'text' };
}
