import { millisOf } from '../../events/time.ts';
import type { AccessLog } from '../../src/access/access-log.ts';
import { memoryAccessLog } from '../../src/access/sqlite.ts';
import { Members } from '../../src/members/members.ts';
import type { Viewer } from '../../src/members/viewer.ts';
import { openProjector, type Projector } from '../../src/projector/projector.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { cast, type Name } from '../decider/people.ts';
import { World } from '../handle/world.ts';

interface Parts {
  readonly world: World;
  readonly projector: Projector;
  readonly access: AccessLog;
}

/** The tests' world with what its people may read of it, without a server. */
export class MembersWorld {
  readonly world: World;
  readonly access: AccessLog;
  readonly projector: Projector;
  readonly members: Members;

  private constructor({ world, projector, access }: Parts) {
    this.world = world;
    this.projector = projector;
    this.access = access;
    this.members = this.readingWith(access);
  }

  static async open(): Promise<MembersWorld> {
    const store = new MemoryStore();
    const projector = await openProjector({ store, path: ':memory:' });
    const openPanels = async () => {
      await projector.waitFor();
      return projector.views.openPanels();
    };
    const world = await World.open({ store, openPanels });
    return new MembersWorld({ world, projector, access: memoryAccessLog(() => millisOf(world.now)) });
  }

  readingWith(access: Pick<AccessLog, 'record'>): Members {
    const { world, projector } = this;
    return new Members({
      store: world.store,
      vault: world.vault,
      views: projector.views,
      projector,
      directory: world.handler.directory,
      access,
      now: () => millisOf(world.now),
    });
  }

  /** Somebody of the cast, with other roles or teams where those are given. */
  viewer(name: Name, changes: Partial<Viewer> = {}): Viewer {
    const { roles, teams } = cast[name];
    return { person: this.world.id(name), via: 'token', roles, teams, ...changes };
  }

  async close(): Promise<void> {
    await this.access.close();
    await this.projector.close();
    await this.world.store.close();
  }
}
