import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileHistoryMark } from '../../../src/infrastructure/filesystem/history-mark'
import { filesBelow, modesBelow, temporaryDirectory } from './files'

const root = temporaryDirectory()
const file = () => path.join(root(), 'data', 'settled.json')
const place = { position: 2n ** 70n, stream: 'uploadToken-1', eventId: 'e' }

test('a mark is read as it was written, by any process', async () => {
  expect(await fileHistoryMark(file()).read()).toBeNull()
  await fileHistoryMark(file()).write({ ...place, position: 1n })
  await fileHistoryMark(file()).write(place)
  expect(await fileHistoryMark(file()).read()).toEqual(place)
  expect(await modesBelow(root())).toEqual(['d 700 data', 'f 600 data/settled.json'])
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '{"position":1,"stream":"s","eventId":"e"}',
  '{"position":"-1"}',
  '{"position":"1"}',
])('a mark of %p is none, and is replaced', async (text) => {
  await fileHistoryMark(file()).write(place)
  await writeFile(file(), text)
  expect(await fileHistoryMark(file()).read()).toBeNull()
  await fileHistoryMark(file()).write(place)
  expect(await fileHistoryMark(file()).read()).toEqual(place)
  expect(await filesBelow(root())).toEqual(['data/settled.json'])
})
