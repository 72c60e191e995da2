import path from 'node:path'
import { openDatabase } from '../../src/infrastructure/sqlite/open-database'
import { runService } from '../support/running-service'
import { tokenWorld } from '../support/token-world'
import { sample, upload } from '../support/upload'

const table = sample('manual-example')

test('503 store-unavailable comes with Retry-After while another holds the event store, and costs no token', async () => {
  const running = await runService()
  const other = openDatabase(path.join(running.directory, 'data', 'events.db'), { synchronous: 'FULL' })
  try {
    const token = await (await tokenWorld(running)).issue()
    other.exec('BEGIN IMMEDIATE')
    const { status, headers, body } = await upload({ url: running.url, token, ...table })
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    expect(body).toMatchObject({ code: 'store-unavailable', retry: 'later' })
    other.exec('ROLLBACK')
    expect((await upload({ url: running.url, token, ...table })).status).toBe(200)
  } finally {
    other.close()
    await running.end()
  }
})
