import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { HttpRefusal } from './problem.ts';

/** How much is answered in a minute, to one caller and in all. `off` is for a server that only tests call. */
export type Limits = 'off' | { readonly perCaller: number; readonly overall: number };

/** A person at work, with their programs, stays far below it; a program that goes round in circles does not. */
export const usualLimits: Limits = { perCaller: 1_200, overall: 12_000 };

const windowMs = 60_000;

/** Counts a request, and refuses it where there were too many. @throws HttpRefusal `too-many-requests` */
export interface Counting {
  /** So that many callers together cannot use up the server. */
  overall(request: Request, response: Response): Promise<void>;
  /** Whoever shows no credential, by address. */
  address(request: Request, response: Response): Promise<void>;
  /** Whoever shows one, wherever they call from: an office behind one address is many people. */
  person(request: Request, response: Response, person: string): Promise<void>;
}

const uncounted = async (): Promise<void> => undefined;

export function counting(limits: Limits): Counting {
  if (limits === 'off') return { overall: uncounted, address: uncounted, person: uncounted };
  const { perCaller, overall } = limits;
  const people = new WeakMap<Request, string>();
  // Its headers would tell each caller how much the others ask.
  const byAll = limiter(overall, () => 'all', false);
  const byAddress = limiter(perCaller, ({ ip }) => ipKeyGenerator(ip ?? ''));
  const byPerson = limiter(perCaller, (request) => people.get(request) ?? '');
  return {
    overall: (request, response) => counted(byAll, request, response),
    address: (request, response) => counted(byAddress, request, response),
    person: (request, response, person) => {
      people.set(request, person);
      return counted(byPerson, request, response);
    },
  };
}

const limiter = (limit: number, keyGenerator: (request: Request) => string, isTold = true) =>
  rateLimit({
    windowMs,
    standardHeaders: isTold ? 'draft-8' : false,
    legacyHeaders: false,
    identifier: 'caller',
    limit,
    keyGenerator,
    handler: refuse,
  });

const refuse: RequestHandler = (_request, response) => {
  const retryAfterS = Number(response.getHeader('Retry-After') ?? windowMs / 1000);
  throw new HttpRefusal(
    'too-many-requests',
    `more was asked than is answered in a minute; try again in ${retryAfterS} s`,
    { retryAfterS },
  );
};

const counted = (limit: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    limit(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
