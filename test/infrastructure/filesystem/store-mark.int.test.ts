import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileStoreMark } from '../../../src/infrastructure/filesystem/store-mark'
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory'

let directory: TemporaryDirectory
let data: string
let datasets: string

beforeEach(async () => {
  directory = await temporaryDirectory()
  data = path.join(directory.path, 'data')
  datasets = path.join(directory.path, 'datasets')
})
afterEach(() => directory.remove())

test('directories that do not exist yet belong to no store', async () => {
  expect(await fileStoreMark(data, datasets).read()).toBeNull()
})

test('both directories are tied to the store', async () => {
  await fileStoreMark(data, datasets).write('store-1')
  expect(await fileStoreMark(data).read()).toBe('store-1')
  expect(await fileStoreMark(datasets).read()).toBe('store-1')
})

test('a directory that joins later is told by the one that is tied', async () => {
  await fileStoreMark(data).write('store-1')
  await mkdir(datasets)
  expect(await fileStoreMark(data, datasets).read()).toBe('store-1')
})

test('directories of different stores are a fault', async () => {
  await fileStoreMark(data).write('store-1')
  await fileStoreMark(datasets).write('store-2')
  await expect(fileStoreMark(data, datasets).read()).rejects.toThrow('different event stores')
})

test('processes that start together tie the directory once', async () => {
  const marks = Array.from({ length: 8 }, () => fileStoreMark(data))
  await Promise.all(marks.map((mark) => mark.write('store-1')))
  expect(await fileStoreMark(data).read()).toBe('store-1')
})

test('a directory is never tied to a second store', async () => {
  await fileStoreMark(data).write('store-1')
  await expect(fileStoreMark(data).write('store-2')).rejects.toMatchObject({ code: 'EEXIST' })
  expect(await fileStoreMark(data).read()).toBe('store-1')
})
