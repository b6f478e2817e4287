import type { Envelope } from '../../events/envelope.ts';

export const submission = '3f2b8c1e-6d4a-4f0b-9c7e-1a2b3c4d5e6f';
export const ana = 'a78285ed-eb8a-8c24-8f41-7d81a064249b';
export const ben = 'bfe91e25-7302-8695-8eb0-816ed21bc77d';
const command = '018f4e2a-7b1c-7d3e-8f5a-6b7c8d9e0f1a';

/** An envelope like any other, in the stream of one submission. */
export const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  v: 1,
  id: '8295c84d-f95e-57fe-9aec-57692818111c',
  stream: `submission-${submission}`,
  revision: 3,
  recordedAt: '2026-03-03T17:00:00.000Z',
  actor: { person: ana, role: 'reviewer', team: 'product-policy', via: 'session' },
  basis: { directory: 12, version: 1 },
  command,
  correlation: command,
  causation: command,
  ...more,
});
