import { expect } from 'chai';
import { describe, it } from 'mocha';
import { commandSpecs } from '../../src/commands/catalogue.ts';
import { actSpecs, historyJsonSchema } from '../../src/import/history.ts';
import { systemCommands } from '../../src/permissions/commands.ts';

describe('the format of a history', () => {
  it('has an act for every command on a submission but the system’s own', () => {
    const commands = commandSpecs.filter(
      ({ name, stream }) => stream === 'submission' && !systemCommands.includes(name),
    );
    const acts = actSpecs.filter(({ on }) => on === 'submission').map(({ name }) => name);
    expect(acts).to.have.members(commands.map(({ name }) => name));
  });

  it('asks for keys of the source wherever a command has an id of ours', () => {
    const ids = (value: unknown): boolean => JSON.stringify(value).includes('[0-9a-f]{8}-');
    expect(ids(historyJsonSchema())).to.equal(false);
  });

  it('is printed as a JSON Schema of draft 2020-12 that refuses what it does not name', () => {
    const schema = historyJsonSchema();
    expect(schema).to.include({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    const acts: unknown = 'oneOf' in schema ? schema.oneOf : [];
    expect(acts).to.be.an('array').with.length(actSpecs.length);
    for (const act of Array.isArray(acts) ? acts : [])
      expect(act).to.include({ additionalProperties: false });
  });
});
