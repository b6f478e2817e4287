import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { HttpRefusal } from './problem.ts';

/** How much is answered in a minute, from one address and in all. `off` is for a server that only tests call. */
export type Limits = 'off' | { readonly perAddress: number; readonly overall: number };

/** A person at work, with their programs, stays far below it; a program that goes round in circles does not. */
export const usualLimits: Limits = { perAddress: 1_200, overall: 12_000 };

const windowMs = 60_000;

/** Two limits, so that one address cannot use up what is there for all, and many cannot use up the server. */
export function limited({ perAddress, overall }: Exclude<Limits, 'off'>): RequestHandler[] {
  const refuse: RequestHandler = (_request, response) => {
    const retryAfterS = Number(response.getHeader('Retry-After') ?? windowMs / 1000);
    throw new HttpRefusal(
      'too-many-requests',
      `more was asked than is answered in a minute; try again in ${retryAfterS} s`,
      {
        retryAfterS,
      },
    );
  };
  const common = { windowMs, standardHeaders: 'draft-8', legacyHeaders: false, handler: refuse } as const;
  return [
    rateLimit({
      ...common,
      identifier: 'address',
      limit: perAddress,
      keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    }),
    rateLimit({ ...common, identifier: 'server', limit: overall, keyGenerator: () => 'all' }),
  ];
}
