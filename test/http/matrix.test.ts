import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { addDays } from '../../events/time.ts';
import { drawing } from '../../scripts/bench/draw.ts';
import { type Pool, valueFor } from '../../scripts/hammer/requests/values.ts';
import { type CommandName, commandSpecs } from '../../src/commands/catalogue.ts';
import type { Route } from '../../src/http/route.ts';
import { routes } from '../../src/http/routes/routes.ts';
import type { Standing } from '../../src/permissions/command-rules.ts';
import { commandRules, systemCommands } from '../../src/permissions/commands.ts';
import { mayAsk, requestRules } from '../../src/permissions/requests.ts';
import { cast, type Name } from '../decider/people.ts';
import { caseDecided, caseUnderReview } from './a-case.ts';
import { type Answered, codeOf, ServedWorld } from './served-world.ts';

const everyone = Object.keys(cast).filter((name): name is Name => name in cast);

/** What each is to the case under review, and to the decided one. */
const inReview: Partial<Record<Name, readonly Standing[]>> = {
  sub: ['submitter'],
  spo: ['sponsor'],
  ana: ['seat'],
  ben: ['seat'],
  cem: ['seat'],
  eli: ['seat'],
};
const inAftercare: Partial<Record<Name, readonly Standing[]>> = {
  sub: ['submitter'],
  ana: ['seat'],
  ben: ['seat'],
  cem: ['seat'],
  dua: ['seat'],
  own: ['owner'],
  ver: ['verifier'],
};
const seesAll: readonly Name[] = ['sec', 'cha', 'aud'];
/** Recused from the case under review. */
const fenced: Name = 'dua';

const aKey = () => ({ 'idempotency-key': randomUUID() });
const withoutIds = (text: string): string =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID');

const commandOf = ({ may }: Route): CommandName | null => (typeof may === 'string' ? null : may.command);
const closed = routes.filter(
  ({ may }) => typeof may !== 'string' || !requestRules[may].who.includes('anyone'),
);

describe('every role, every command, every route', () => {
  let up: ServedWorld;
  let review: string;
  let decided: { submission: string; decision: string };
  /** Somebody in the directory without a token. */
  let newcomer: string;
  before(async () => {
    up = await ServedWorld.open();
    decided = await caseDecided(up.world);
    review = await caseUnderReview(up.world);
    const made = await up
      .as('reg')
      .post('/api/directory/register-person', { kind: 'human', name: 'Zoë' }, aKey());
    newcomer = z.object({ person: z.string() }).parse(made.json()).person;
  });
  after(() => up.close());

  const addressOf = ({ path }: Route, submission: string): string =>
    path
      .replace('{submission}', submission)
      .replace('{person}', newcomer)
      .replace('{framework}', 'tests')
      .replace('{version}', '1')
      .replace('{day}', '2026-01-05')
      .replace('{kind}', 'submissions')
      .replaceAll(/\{\w+\}/g, randomUUID());

  describe('nobody without a live credential', () => {
    it('gets anything but one and the same 401, whatever the address, method or body', async () => {
      const ana = up.as('ana').token;
      const ended = await tokensThatEnded(up);
      const shown: readonly (readonly [string, Record<string, string>])[] = [
        ['nothing', {}],
        ['a token that there is not', { authorization: `Bearer ${ana.slice(0, -6)}AAAAAA` }],
        ['an expired token', { authorization: `Bearer ${ended.expired}` }],
        ['a revoked token', { authorization: `Bearer ${ended.revoked}` }],
        ['a cookie that is none', { cookie: 'govledger=gvs_nothing' }],
        ['another scheme', { authorization: `Basic ${ana}` }],
      ];
      const bodies = new Set<string>();
      for (const each of closed) {
        for (const [what, headers] of shown) {
          const body = each.method === 'POST' ? { body: '{' } : {};
          for (const submission of [review, randomUUID()]) {
            const answered = await up.anonymous.ask(each.method, addressOf(each, submission), {
              ...body,
              headers,
            });
            expect(answered.status, `${each.id} with ${what}`).to.equal(401);
            expect(answered.headers['www-authenticate']).to.equal('Bearer');
            bodies.add(withoutIds(answered.body));
          }
        }
      }
      const nowhere = await up.anonymous.get('/api/nothing-here');
      bodies.add(withoutIds(nowhere.body));
      expect([...bodies]).to.have.length(1);
    });
  });

  describe('what is asked for and is no command', () => {
    for (const each of closed.filter(
      (one) => commandOf(one) === null && !one.path.includes('{submission}'),
    )) {
      it(`${each.id} is for whom the table says`, async () => {
        for (const name of everyone) {
          const { roles } = cast[name];
          const asker = { person: up.world.id(name), via: 'token' as const, roles };
          const about = { person: each.path.startsWith('/api/me') ? asker.person : newcomer };
          if (typeof each.may !== 'string') continue;
          const may = mayAsk(each.may, asker, about);
          const address = addressOf(each, review);
          const answered = await up
            .as(name)
            .ask(each.method, address, each.method === 'POST' ? { body: '{}' } : {});
          const told = `${name}: ${answered.status} ${answered.body.slice(0, 200)}`;
          // Of credentials of others whoever may not end them hears that there is none.
          if (may) expect([401, 403], told).not.to.include(answered.status);
          else expect([403, 404], told).to.include(answered.status);
        }
      });
    }

    for (const each of closed.filter((one) => commandOf(one) === null && one.path.includes('{submission}'))) {
      it(`${each.id} gives those who do not see the case the answer of one that there is not`, async () => {
        for (const name of everyone) {
          const sees = inReview[name] !== undefined || seesAll.includes(name);
          const [there, missing] = [
            await up.as(name).ask(each.method, addressOf(each, review)),
            await up.as(name).ask(each.method, addressOf(each, randomUUID())),
          ];
          expect(missing.status, name).to.equal(404);
          if (sees) expect([401], name).not.to.include(there.status);
          else expect([there.status, withoutIds(there.body)]).to.deep.equal([404, withoutIds(missing.body)]);
        }
      });
    }
  });

  describe('commands', () => {
    it('are all offered, but for the system’s own and the ledger’s beginning', () => {
      const offered = routes.flatMap((each) => commandOf(each) ?? []);
      const left: readonly CommandName[] = ['open-ledger', 'recover-ledger', ...systemCommands];
      const expected = commandSpecs.map(({ name }) => name).filter((name) => !left.includes(name));
      expect(offered).to.have.members(expected);
    });

    for (const each of routes) {
      const command = commandOf(each);
      if (command === null) continue;
      it(`${command} is refused to whom the table does not give it`, async () => {
        const onCase = each.path.includes('{submission}');
        const aftercare = isAftercare(command);
        const submission = aftercare ? decided.submission : review;
        const parts = aftercare ? inAftercare : inReview;
        for (const name of everyone) {
          const standings = onCase ? (parts[name] ?? []) : [];
          const sees = !onCase || standings.length > 0 || seesAll.includes(name);
          if (mayBeGranted(command, name, standings)) continue;
          const answered = await tried(each, command, submission, name);
          const told = `${name}: ${answered.status} ${answered.body.slice(0, 200)}`;
          const isFenced = onCase && !aftercare && name === fenced;
          expect(answered.status, told).to.equal(sees && !isFenced ? 403 : 404);
          if (answered.status === 403)
            expect(['not-permitted', 'separation-of-duties'], told).to.include(codeOf(answered));
        }
      });
    }

    it('of the operator never judge, vote, recuse or decide', async () => {
      for (const each of routes) {
        const command = commandOf(each);
        if (command === null || commandRules[command].neverByOperator !== true) continue;
        const answered = await triedBy(up.operator, each, command, review, 'ana');
        expect([answered.status, codeOf(answered)], command).to.deep.equal([403, 'operator-cannot-vote']);
      }
    });
  });

  describe('commands that the table gives', () => {
    // What changes the directory or the framework would change who may, so it comes last.
    const last = (each: Route): number => Number(!each.path.includes('submissions'));
    for (const each of [...routes].sort((a, b) => last(a) - last(b))) {
      const command = commandOf(each);
      if (command === null) continue;
      it(`${command} is open to whom the table gives it, or refused by the rules that it names`, async () => {
        const onCase = each.path.includes('{submission}');
        const aftercare = isAftercare(command);
        const parts = aftercare ? inAftercare : inReview;
        for (const name of everyone) {
          const standings = onCase ? (parts[name] ?? []) : [];
          if (!mayBeGranted(command, name, standings)) continue;
          if (onCase && !aftercare && name === fenced) continue;
          // An act that goes through must not change what the next one meets: others of a case are on the next case.
          const submission = onCase ? await freshCase(aftercare) : '';
          const answered = await tried(each, command, submission, name);
          const told = `${name}: ${answered.status} ${answered.body.slice(0, 300)}`;
          expect(answered.status, told).not.to.equal(401);
          expect(answered.body, told).not.to.contain('there is no submission');
          if (answered.status === 403) expect(codeOf(answered), told).not.to.equal('not-permitted');
          expect(answered.status, told).to.be.lessThan(500);
        }
      });
    }
  });

  async function freshCase(aftercare: boolean): Promise<string> {
    if (!aftercare) return caseUnderReview(up.world);
    decided = await caseDecided(up.world);
    return decided.submission;
  }

  /** Whether the table gives somebody the command by a role or by what they are to the case. */
  function mayBeGranted(command: CommandName, name: Name, standings: readonly Standing[]): boolean {
    const roles: readonly string[] = cast[name].roles;
    return commandRules[command].grants.some(({ role, by }) =>
      by === 'directory' ? roles.includes(role) : standings.includes(by),
    );
  }

  const tried = (each: Route, command: CommandName, submission: string, name: Name): Promise<Answered> =>
    triedBy(up.as(name), each, command, submission, name);

  async function triedBy(
    client: ReturnType<ServedWorld['as']>,
    each: Route,
    command: CommandName,
    submission: string,
    name: Name,
  ): Promise<Answered> {
    const path = addressOf(each, submission);
    const data = dataFor(command, name);
    const first = await client.post(path, data, aKey());
    if (first.status !== 428) return first;
    const read = path.slice(0, path.lastIndexOf('/'));
    const { etag = '' } = (await client.get(read)).headers;
    return client.post(path, data, { ...aKey(), 'if-match': etag });
  }

  /** Data that fit the schema, about things that there are. */
  function dataFor(command: CommandName, name: Name): unknown {
    const spec = commandSpecs.find((each) => each.name === command);
    if (spec === undefined) throw new Error(command);
    const pool: Pool = {
      ids: everyone.map((each) => up.world.id(each)),
      keys: ['ana', 'title', 'oversight'],
    };
    const schema = z.toJSONSchema(spec.data, { io: 'input', unrepresentable: 'any' });
    const value = { ...Object(valueFor(schema, pool, drawing(7))) };
    const seat = name === 'eli' ? 'dua' : name;
    if ('seat' in value)
      value.seat = seat in cast && ['ana', 'ben', 'cem', 'dua'].includes(seat) ? seat : 'ana';
    if ('decision' in value) value.decision = decided.decision;
    if ('condition' in value) value.condition = 'one';
    if (command === 'register-person') {
      delete value.person;
      delete value.secret;
    }
    if (command === 'recuse-reviewer') value.kind = name === 'cha' || name === 'sec' ? 'directed' : 'self';
    return value;
  }
});

/** Acts after a decision are tried on a decided case; all others on one under review. */
const isAftercare = (command: CommandName): boolean =>
  commandRules[command].grants.some(({ by }) => by === 'owner' || by === 'verifier') ||
  ['extend-condition', 'report-breach', 'suspend-decision', 'reinstate-decision'].includes(command) ||
  ['revoke-decision', 'supersede-decision', 'record-dissent', 'publish-decision'].includes(command);

async function tokensThatEnded(up: ServedWorld): Promise<{ expired: string; revoked: string }> {
  const { identity, world } = up;
  const caller = await identity.callerOfToken(up.as('fay').token);
  if (caller === null) throw new Error('fay has a token');
  const short = await identity.issueToken({ by: caller, label: 'short', days: 1 });
  const lost = await identity.issueToken({ by: caller, label: 'lost' });
  await identity.revokeToken({ token: lost.state.id, by: caller });
  world.now = addDays(world.now, 2);
  return { expired: short.token, revoked: lost.token };
}
