import { expect } from 'chai';
import { describe, it } from 'mocha';
import { routes } from '../../src/http/routes/routes.ts';
import { requestRules } from '../../src/permissions/requests.ts';

describe('the table of routes', () => {
  it('asks for everything that the table of requests lets somebody ask for', () => {
    const asked = new Set(routes.flatMap(({ may }) => (typeof may === 'string' ? [may] : [])));
    expect([...asked]).to.have.members(Object.keys(requestRules));
  });

  it('names each operation and each address once', () => {
    expect(new Set(routes.map(({ id }) => id)).size).to.equal(routes.length);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).to.equal(routes.length);
  });
});
