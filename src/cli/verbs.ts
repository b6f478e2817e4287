import type { Verb } from './verb.ts';

/** Every verb there is, in the order of the help. */
export const verbs: readonly Verb[] = [
  {
    path: ['schema'],
    summary: 'the JSON Schema of a command or of history files; `schema commands` lists the commands',
    arguments: [['<what>', 'history, commands, or a command’s name']],
    load: async () => (await import('./verbs/schema.ts')).schema,
  },
];
