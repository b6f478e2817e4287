import type { Verb } from '../verb.ts';
import { writing } from './shared-options.ts';

export const frameworkVerbs: readonly Verb[] = [
  {
    path: ['framework', 'propose'],
    summary: 'propose a version of a framework',
    options: [
      ['--data-file <file>', 'the definition as JSON; - reads standard input'],
      ['--summary <text>', 'what is new in it'],
      ...writing,
    ],
    load: async () => (await import('../verbs/framework-acts.ts')).proposeFramework,
  },
  {
    path: ['framework', 'publish'],
    summary: 'publish a proposed version: the same definition, by somebody else',
    options: [
      ['--data-file <file>', 'the definition as JSON; - reads standard input'],
      ['--proposal <id>', 'the event of its proposal; found by the version where it is left out'],
      ...writing,
    ],
    load: async () => (await import('../verbs/framework-acts.ts')).publishFramework,
  },
  {
    path: ['framework', 'retire'],
    summary: 'keep a version from further panels; what was decided under it stays decided',
    arguments: [
      ['<key>', 'its key'],
      ['<version>', 'its number'],
    ],
    options: [['--reason <text>', 'why, said to everyone'], ...writing],
    load: async () => (await import('../verbs/framework-acts.ts')).retireFramework,
  },
  {
    path: ['framework', 'list'],
    summary: 'every framework and its versions',
    load: async () => (await import('../verbs/framework.ts')).listFrameworks,
  },
  {
    path: ['framework', 'show'],
    summary: 'one version: teams, criteria, rules',
    arguments: [
      ['<key>', 'its key, like sample-national-security'],
      ['[version]', 'its number; the newest one where it is left out'],
    ],
    load: async () => (await import('../verbs/framework.ts')).showFramework,
  },
  {
    path: ['framework', 'diff'],
    summary: 'what changed between two versions',
    arguments: [
      ['<key>', 'its key'],
      ['<from>', 'the earlier version'],
      ['<to>', 'the later version'],
    ],
    load: async () => (await import('../verbs/framework-diff.ts')).diffFramework,
  },
];
