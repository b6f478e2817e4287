import { z } from 'zod';
import { coveredSoon, receiptOf } from '../../log/receipt.ts';
import { viewerIn } from '../asked-of.ts';
import { type Route, route } from '../route.ts';
import type { Surface } from '../surface.ts';
import { receiptAddress } from './accepted.ts';

const Receipt = z
  .strictObject({
    event: z.uuid(),
    index: z.int().min(0).meta({ description: 'its place in the log' }),
    body: z
      .string()
      .meta({ description: 'the event as it is stored: what the receipt is about, byte for byte' }),
    receipt: z
      .string()
      .nullable()
      .meta({ description: 'C2SP tlog-proof; null while no checkpoint covers it' }),
    receiptAt: z.string(),
  })
  .meta({ id: 'Receipt' });

export const receiptRoutes: readonly Route[] = [
  route({
    id: 'readReceipt',
    method: 'GET',
    path: '/api/receipts/{event}',
    area: 'record',
    summary: 'that an event is in the signed log, to be kept and checked without this server',
    may: 'read-receipt',
    headers: ['accept'],
    params: z.strictObject({ event: z.uuid() }),
    answers: [
      {
        status: 200,
        says: 'The receipt; as `text/plain` it is the file that other people’s tools read.',
        schema: Receipt,
        types: ['application/json', 'text/plain'],
      },
      { status: 202, says: 'It is on record, and no checkpoint covers it yet: ask again.', schema: Receipt },
    ],
    refuses: ['not-found'],
    answer: async ({ members, ledger }, asked) => {
      const { event } = asked.params;
      const { index, body } = await members.events(viewerIn(asked)).one(event);
      const receipt = await receiptAt(ledger, index);
      if (receipt !== null && asked.header('accept')?.startsWith('text/plain') === true)
        return { content: { text: receipt, type: 'text/plain; charset=utf-8' } };
      const json = { event, index, body, receipt, receiptAt: receiptAddress(event) };
      return { status: receipt === null ? 202 : 200, content: { json } };
    },
  }),
];

type Logged = Pick<Surface['ledger'], 'log' | 'views'>;

/** The receipt of an event that was just recorded; null where its checkpoint takes longer than two seconds. */
export async function receiptFor(ledger: Logged, event: string): Promise<string | null> {
  const place = ledger.views.entry(event);
  return place === null ? null : receiptAt(ledger, place.index);
}

async function receiptAt({ log }: Logged, index: number): Promise<string | null> {
  const covered = await coveredSoon(log, index);
  return covered === null ? null : receiptOf(log, index, covered);
}
