import { join } from 'node:path';
import type { Act } from '../history/act.ts';
import { readNdjson } from '../raw/ndjson.ts';
import { frameworkAct } from './framework.ts';
import { type PaperOptions, paperActs } from './paper-acts.ts';
import { CommentList, isBot, namedIn, Paper } from './raw.ts';

/** All reviews as acts: the people first, then paper by paper in the order of the source. */
export async function* jossActs(folder: string, options: PaperOptions = {}): AsyncGenerator<Act> {
  const papers = join(folder, 'submissions.ndjson');
  const comments = await commentsByPaper(join(folder, 'review_comments.ndjson'));
  yield frameworkAct;
  const people = new Set<string>();
  for await (const paper of readNdjson(papers, Paper)) {
    const named = [paper.editor, ...paper.reviewers].map(namedIn).filter((person) => person !== undefined);
    for (const person of [...named, ...(comments.get(paper.submission) ?? [])]) people.add(person);
  }
  for (const person of [...people].sort()) {
    yield {
      act: 'person',
      key: `person/${person}`,
      person,
      kind: isBot(person) ? 'service' : 'human',
      name: person,
    };
  }
  for await (const paper of readNdjson(papers, Paper)) {
    yield* paperActs(paper, comments.get(paper.submission) ?? [], options);
  }
}

/** The lists hold the same few thousand short names over and over; each name is kept once. */
async function commentsByPaper(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const comments = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  const one = (name: string): string => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, name);
    return name;
  };
  for await (const { submission, actors } of readNdjson(file, CommentList)) {
    comments.set(submission, actors.map(one));
  }
  return comments;
}
