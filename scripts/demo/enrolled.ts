import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Role } from '../../events/ids.ts';
import { demoFolder } from '../../src/folder/demo-folder.ts';
import { Member, type Tell } from './member.ts';
import { type DemoKey, type DemoPerson, demoPeople } from './people.ts';
import type { DemoServer } from './server.ts';
import type { Troupe } from './troupe.ts';

const People = z.looseObject({
  items: z.array(z.looseObject({ person: z.string(), roles: z.array(z.string()) })),
});
const Code = z.looseObject({ code: z.string() });
const Token = z.looseObject({ token: z.string() });

/**
 * Everybody of the demo with a token of their own, each kept in `demo/<name>.token` of the data folder: registered and
 * given their roles by two people, as everybody is. Those who are there from an earlier run keep what they have.
 */
export async function enrolled(data: string, server: DemoServer, tell: Tell): Promise<Troupe> {
  const quietly: Tell = () => undefined;
  const at = { url: server.url, tell: quietly };
  const operator = new Member('operator', '', { ...at, token: server.operatorToken });
  const folder = demoFolder(data);
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  const administrator = await founder(operator, 'administrator', folder.path, at);
  const troupe: Partial<Record<DemoKey, Member>> = {};
  for (const person of demoPeople) {
    const token = join(folder.path, `${person.key}.token`);
    const kept = existsSync(token) ? readFileSync(token, 'utf8').trim() : null;
    const id = kept === null ? await entered(operator, administrator, person) : null;
    const secret = kept ?? (await tokenFor(operator, id ?? '', person.key, token));
    const member = new Member(person.key, id ?? '', { url: server.url, token: secret, tell });
    troupe[person.key] = id === null ? await named(member, { url: server.url, token: secret, tell }) : member;
  }
  const people = demoPeople.map(({ key, name, is }) => ({ key, name, is }));
  writeFileSync(folder.people, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 });
  return whole(troupe);
}

const Me = z.looseObject({ person: z.string() });
async function named(member: Member, at: { url: string; token: string; tell: Tell }): Promise<Member> {
  const { person } = Me.parse(await member.read('/api/me'));
  return new Member(member.name, person, at);
}

/** Two of the people whom a ledger begins with have to agree on some roles; the demo speaks for the other one. */
async function founder(
  operator: Member,
  role: Role,
  folder: string,
  at: { url: string; tell: Tell },
): Promise<Member> {
  const path = join(folder, `${role}.token`);
  const { items } = People.parse(await operator.read('/api/people?limit=1000'));
  const person = items.find(({ roles }) => roles.includes(role))?.person;
  if (person === undefined) throw new Error(`nobody in the directory is ${role}`);
  const token = existsSync(path)
    ? readFileSync(path, 'utf8').trim()
    : await tokenFor(operator, person, role, path);
  return new Member(role, person, { ...at, token });
}

async function entered(operator: Member, administrator: Member, demo: DemoPerson): Promise<string> {
  const registered = await operator.enter('register-person', { kind: 'human', name: demo.name });
  const person = z.string().parse(registered.person);
  for (const role of demo.roles) {
    if (role === 'auditor') {
      const proposed = await operator.enter('propose-role', { person, role, change: 'grant' });
      await administrator.enter('grant-role', { person, role, proposal: proposed.events[0]?.id ?? '' });
    } else await operator.enter('grant-role', { person, role });
  }
  if (demo.team !== undefined) await operator.enter('join-team', { person, team: demo.team });
  return person;
}

/** The way everybody gets a token: somebody hands them a code, and only they see what it is redeemed for. */
async function tokenFor(operator: Member, person: string, label: string, path: string): Promise<string> {
  const { code } = Code.parse(await operator.post(`/api/people/${person}/enrolment-codes`, {}));
  const { token } = Token.parse(await operator.post('/api/tokens', { code, label: `demo: ${label}` }));
  writeFileSync(path, `${token}\n`, { mode: 0o600 });
  return token;
}

function whole(troupe: Partial<Record<DemoKey, Member>>): Troupe {
  const of = (key: DemoKey): Member => {
    const member = troupe[key];
    if (member === undefined) throw new TypeError(`${key} has no token`);
    return member;
  };
  return {
    noor: of('noor'),
    sam: of('sam'),
    sela: of('sela'),
    cho: of('cho'),
    ana: of('ana'),
    ben: of('ben'),
    eva: of('eva'),
    cem: of('cem'),
    dua: of('dua'),
    vic: of('vic'),
    ada: of('ada'),
  };
}
