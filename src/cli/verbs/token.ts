import { z } from 'zod';
import { notSignedIn } from '../../identity/caller.ts';
import type { TokenState } from '../../identity/identity.ts';
import { enrolmentDays, tokenDays } from '../../identity/lifetimes.ts';
import type { Context, Run } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { isUuid } from '../given.ts';
import { lineOfInput } from '../line-of-input.ts';
import { ambiguous, requireBeginning } from '../naming.ts';
import { peopleSeen } from '../people-seen.ts';
import { personNamed } from '../reach/named.ts';
import { reaching, reachingAnonymously } from '../reach/open.ts';
import { ask, pathOf, type Reach } from '../reach/reach.ts';
import { makeTokenFile } from '../token-file.ts';
import {
  type NameOf,
  tellAllRevoked,
  tellEnrolmentCode,
  tellRevoked,
  tellSignInCode,
  tellToken,
  tellTokens,
} from '../tokens-in-words.ts';
import { UsageError } from '../usage-error.ts';

const Code = z.looseObject({ id: z.string(), person: z.string(), code: z.string(), expires: z.string() });
const Token = z.looseObject({
  id: z.string(),
  person: z.string(),
  label: z.string(),
  issuedBy: z.string(),
  parent: z.string().nullable(),
  created: z.string(),
  expires: z.string(),
  lastUsed: z.string().nullable(),
  revoked: z.looseObject({ at: z.string(), by: z.string() }).nullable(),
  live: z.boolean(),
});
const Issued = z.looseObject({ token: z.string(), state: Token });
const Tokens = z.looseObject({ items: z.array(Token) });
const Revoked = z.looseObject({
  tokens: z.number(),
  sessions: z.number(),
  codes: z.number(),
  feeds: z.number(),
});

export const enrolPerson: Run = async (context, given) => {
  const days = given.whole('days', 1, enrolmentDays.most);
  await reaching(context, given, 'reads', async (reach) => {
    const person = await personNamed(reach, given.argument(0));
    const path = pathOf('/api/people/{person}/enrolment-codes', { person });
    const body = days === undefined ? {} : { days };
    const { says } = await ask(reach, Code, { method: 'POST', path, body });
    await tellEnrolmentCode(context, says, await namesFrom(reach));
  });
  return exit.ok;
};

/** Whoever redeems a code has no token yet: the code is all that they show. */
export const redeemCode: Run = async (context, given) => {
  const { terminal } = context;
  const days = given.whole('days', 1, tokenDays.most);
  const path = given.text('tokenFile');
  if (path === undefined && terminal.person.out)
    throw new UsageError(
      '--token-file',
      'is needed: a token is not shown on a screen, only written or piped',
    );
  await reachingAnonymously(context, async (reach) => {
    const file = path === undefined ? null : makeTokenFile(path);
    try {
      const code = await lineOfInput(terminal, 'Enrolment code: ');
      const body = {
        code,
        label: given.text('label') ?? 'command line',
        ...(days === undefined ? {} : { days }),
      };
      const { says } = await ask(reach, Issued, { method: 'POST', path: '/api/tokens', body });
      file?.write(says.token);
      await tellToken(context, says, path ?? null);
    } catch (error) {
      file?.abandon();
      throw error;
    }
  });
  return exit.ok;
};

export const listTokens: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const named = given.optionalArgument(0);
    const tokens =
      named === undefined
        ? await tokensInSight(reach)
        : await tokensOf(reach, await personNamed(reach, named));
    await tellTokens(context, tokens, await namesFrom(reach));
  });
  return exit.ok;
};

export const revokeTokens: Run = async (context, given) => {
  const token = given.optionalArgument(0);
  const everyOneOf = given.text('all');
  if ((token === undefined) === (everyOneOf === undefined))
    throw new UsageError('token', 'name one token, or --all <person>');
  await reaching(context, given, 'reads', async (reach) => {
    if (everyOneOf !== undefined) await revokeAllOf(context, reach, everyOneOf);
    else await revokeOne(context, reach, (token ?? '').toLowerCase());
  });
  return exit.ok;
};

async function revokeAllOf(context: Context, reach: Reach, named: string): Promise<void> {
  const person = await personNamed(reach, named, '--all');
  const path = pathOf('/api/people/{person}/credentials', { person });
  const { says } = await ask(reach, Revoked, { method: 'DELETE', path });
  await tellAllRevoked(context, person, says);
}

async function revokeOne(context: Context, reach: Reach, text: string): Promise<void> {
  const token = isUuid(text) ? text : tokenBeginning(await tokensInSight(reach), text);
  const path = pathOf('/api/tokens/{token}', { token });
  await tellRevoked(context, (await ask(reach, Token, { method: 'DELETE', path })).says);
}

export const signInCode: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    if (!reach.asPerson) throw notSignedIn();
    const { says } = await ask(reach, Code, { method: 'POST', path: '/api/me/sign-in-codes' });
    await tellSignInCode(context, says);
  });
  return exit.ok;
};

/** The id of the one token that begins so; what is none goes on as it is, and is not found. @throws UsageError */
export function tokenBeginning(tokens: readonly TokenState[], beginning: string): string {
  requireBeginning(beginning, 'token', 'the id of a token, or a beginning of it');
  const found = tokens.filter(({ id }) => id.startsWith(beginning));
  if (found.length > 1) throw ambiguous('token', beginning, found.length);
  return found[0]?.id ?? beginning;
}

/** Everybody's for whoever is at the machine, one's own for everybody else. */
async function tokensInSight(reach: Reach): Promise<readonly TokenState[]> {
  if (reach.asPerson) return (await ask(reach, Tokens, { method: 'GET', path: '/api/me/tokens' })).says.items;
  const tokens: TokenState[] = [];
  for (const person of (await peopleSeen(reach)).keys()) tokens.push(...(await tokensOf(reach, person)));
  return tokens;
}

async function tokensOf(reach: Reach, person: string): Promise<readonly TokenState[]> {
  const path = pathOf('/api/people/{person}/tokens', { person });
  return (await ask(reach, Tokens, { method: 'GET', path })).says.items;
}

/** What people are called where the asker may know, else the beginning of their id. */
async function namesFrom(reach: Reach): Promise<NameOf> {
  const names = await peopleSeen(reach);
  return async (person) => names.get(person) ?? person.slice(0, 8);
}
