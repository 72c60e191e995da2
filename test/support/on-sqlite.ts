import { chosenStore } from './test-store'

/** For tests that look into the very file of SQLite, or break it: on another store there is none. */
export const onSqlite: jest.It = chosenStore === 'sqlite' ? test : test.skip
