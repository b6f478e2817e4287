import type { Verb } from '../verb.ts';
import { known, limit, submission, trusting, writing } from './shared-options.ts';

export const submissionVerbs: readonly Verb[] = [
  {
    path: ['submission', 'receive'],
    summary: 'put up a submission for review',
    options: [
      ['--framework <key>', 'the framework that it is reviewed against'],
      ['--data-file <file>', 'the command’s data as JSON; - reads standard input'],
      ['--field <name=value...>', 'a field of the submission; may be repeated'],
      ['--use-category <key>', 'one of the framework’s use categories'],
      ['--attach <file...>', 'a file that comes with it; may be repeated'],
      ...writing,
    ],
    load: async () => (await import('../verbs/submission-receive.ts')).receiveSubmission,
  },
  {
    path: ['submission', 'list'],
    summary: 'submissions, the newest first',
    options: [
      ['--phase <phase>', 'submitted, screening, review, decision, aftercare or closed', 'phases'],
      ['--outcome <outcome>', 'like approved or declined', 'outcomes'],
      ['--framework <key>', 'reviewed against this framework'],
      ['--source <name>', 'imported from this source'],
      limit,
      ['--before <number>', 'go on from there: the number that the page before ended with'],
    ],
    load: async () => (await import('../verbs/submission-list.ts')).listSubmissions,
  },
  {
    path: ['submission', 'show'],
    summary: 'one submission: content, state, people',
    arguments: [submission],
    load: async () => (await import('../verbs/submission-show.ts')).showSubmission,
  },
  {
    path: ['submission', 'file'],
    summary: 'get a file that came with it',
    arguments: [submission, ['<file>', 'its name, or its id in the timeline']],
    options: [['--out <file>', 'where it is written; standard output, where that is piped']],
    load: async () => (await import('../verbs/submission-file.ts')).getFile,
  },
  {
    path: ['submission', 'timeline'],
    summary: 'every entry of its record in order, with what was said',
    arguments: [submission],
    load: async () => (await import('../verbs/submission-timeline.ts')).showTimeline,
  },
  {
    path: ['submission', 'export'],
    summary: 'its record with what you may open of it, to be kept and checked elsewhere',
    arguments: [submission],
    options: [['--out <file>', 'a new file that only you can read; standard output where it is left out']],
    load: async () => (await import('../verbs/exports.ts')).exportSubmission,
  },
  {
    path: ['submission', 'check-export'],
    summary: 'whether an exported submission agrees with itself and stands in the log; it needs no ledger',
    arguments: [['<file>', 'as "submission export" made it; - reads standard input']],
    options: trusting,
    notes:
      'Exit 0: its events stand in the log of the key that you gave. 1: it agrees with itself alone. 3: it does not hold.',
    load: async () => (await import('../verbs/exports.ts')).checkExport,
  },
  {
    path: ['work'],
    summary: 'what waits for you, the most urgent first',
    options: [limit],
    load: async () => (await import('../verbs/work.ts')).showWork,
  },
  {
    path: ['explain'],
    summary: 'what a submission still needs, or why it came out as it did',
    arguments: [submission],
    load: async () => (await import('../verbs/explain.ts')).explain,
  },
  {
    path: ['replay'],
    summary: 'a submission as it was, or as it was known, at another time: pure replay',
    arguments: [submission],
    options: [...known, ['--step', 'entry by entry, with what each changed']],
    load: async () => (await import('../verbs/replay.ts')).replay,
  },
];
