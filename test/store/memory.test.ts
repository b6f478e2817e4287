import { expect } from 'chai';
import { describe, it } from 'mocha';
import { MemoryStore } from '../../src/store/memory.ts';
import { storeContract } from './contract.ts';
import { eventOf, listed } from './events.ts';

storeContract('memory', async () => 'memory:');

describe('the memory store', () => {
  it('gives out events that nobody can change', async () => {
    const store = new MemoryStore();
    await store.append('a', 'absent', [eventOf()]);
    const [event] = await listed(store.readAll());
    expect(event).to.be.frozen;
    await store.close();
  });
});
