import type { Verb } from '../verb.ts';
import { trusting } from './shared-options.ts';

export const receiptVerbs: readonly Verb[] = [
  {
    path: ['receipt'],
    summary: 'the receipt of an event: that it stands in the signed log (C2SP tlog-proof)',
    arguments: [['<event>', 'its id, as every act shows it']],
    options: [
      ['--out <file>', 'write FILE.tlog-proof and, beside it, FILE.event, the bytes that it is about'],
    ],
    notes:
      'Keep both files: with the key of the log they need nobody else. See also: govledger receipt verify',
    load: async () => (await import('../verbs/receipt.ts')).getReceipt,
  },
  {
    path: ['receipt', 'verify'],
    summary: 'what a receipt proves; it needs no ledger',
    arguments: [['<file>', 'the receipt (tlog-proof); - reads standard input']],
    options: [['--event <file>', 'the event’s bytes, as "receipt --out" wrote them'], ...trusting],
    notes:
      'Exit 0: it is signed by whom you named. 1: nobody was named, so nothing is proved. 3: it does not hold.',
    load: async () => (await import('../verbs/receipt-verify.ts')).verifyReceipt,
  },
];
