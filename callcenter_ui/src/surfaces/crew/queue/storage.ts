import type { QueuedCommand } from './command';

/** Where taps live until the server has them: they survive a closed browser and an empty battery. */
export interface CommandStorage {
  /** False where the browser keeps nothing (private window): the screen then says so. */
  readonly durable: boolean;
  /** All kept commands, oldest tap first. */
  listCommands(): Promise<QueuedCommand[]>;
  save(command: QueuedCommand): Promise<void>;
  remove(counter: number): Promise<void>;
  /** A number that this device has never used before. */
  takeCounter(): Promise<number>;
}

const DATABASE = 'psc119-crew';
const COMMANDS = 'commands';
const COUNTERS = 'counters';

/** Open the device's own storage; without IndexedDB the taps live as long as the page. */
export async function openStorage(): Promise<CommandStorage> {
  try {
    return new IndexedStorage(await openDatabase());
  } catch {
    return new MemoryStorage();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(COMMANDS, { keyPath: 'counter' });
    request.result.createObjectStore(COUNTERS);
  };
  return settle(request);
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB request failed'));
  });
}

class IndexedStorage implements CommandStorage {
  readonly durable = true;
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  listCommands(): Promise<QueuedCommand[]> {
    return settle(this.#open(COMMANDS, 'readonly').getAll() as IDBRequest<QueuedCommand[]>);
  }

  async save(command: QueuedCommand): Promise<void> {
    await settle(this.#open(COMMANDS, 'readwrite').put(command));
  }

  async remove(counter: number): Promise<void> {
    await settle(this.#open(COMMANDS, 'readwrite').delete(counter));
  }

  async takeCounter(): Promise<number> {
    const store = this.#open(COUNTERS, 'readwrite');
    const last = await settle(store.get('last') as IDBRequest<number | undefined>);
    const counter = (last ?? 0) + 1;
    await settle(store.put(counter, 'last'));
    return counter;
  }

  #open(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(name, mode).objectStore(name);
  }
}

/** Storage of a page that may keep nothing; also that of the tests. */
export class MemoryStorage implements CommandStorage {
  readonly durable = false;
  readonly #commands = new Map<number, QueuedCommand>();
  #last = 0;

  async listCommands(): Promise<QueuedCommand[]> {
    return [...this.#commands.values()].toSorted((a, b) => a.counter - b.counter);
  }

  async save(command: QueuedCommand): Promise<void> {
    this.#commands.set(command.counter, structuredClone(command));
  }

  async remove(counter: number): Promise<void> {
    this.#commands.delete(counter);
  }

  async takeCounter(): Promise<number> {
    return ++this.#last;
  }
}
