import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const People = z.array(z.strictObject({ key: z.string(), name: z.string(), is: z.string() }));
export type DemoPeople = z.infer<typeof People>;

/** Where the demo leaves the tokens of its made-up people, inside the data folder. */
export const demoFolder = (data: string): { readonly path: string; readonly people: string } => {
  const path = join(resolve(data), 'demo');
  return { path, people: join(path, 'people.json') };
};

/** Whom the demo has made; nobody where it has not run. */
export function demoPeopleIn(data: string): DemoPeople {
  try {
    return People.parse(JSON.parse(readFileSync(demoFolder(data).people, 'utf8')));
  } catch {
    return [];
  }
}
