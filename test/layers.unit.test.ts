import { readFileSync } from 'node:fs'
import path from 'node:path'
import { breaches, housedLibraries, packageOf } from './support/import-layers'
import { importsOf, readTree, type SourceFile } from './support/import-reader'

const root = path.resolve(__dirname, '..')
const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
)
const dependencies = Object.keys(manifest.dependencies)

describe('the source tree', () => {
  const tree = readTree(path.join(root, 'src'))

  test('keeps to its layers, its libraries to their places, and has no cycles', () => {
    expect(tree.map(({ file }) => file)).toContain('domain/upload-token')
    expect(breaches(tree, dependencies)).toEqual([])
  })

  test('has a place for every dependency', () =>
    expect([...housedLibraries].sort()).toEqual([...dependencies].sort()))

  test('imports every dependency', () => {
    const imported = tree.flatMap(importsOf).map(({ specifier }) => packageOf(specifier ?? ''))
    expect(dependencies.filter((library) => !imported.includes(library))).toEqual([])
  })
})

describe('the reader of imports', () => {
  const read = (source: string) =>
    importsOf({ file: 'domain/user', source }).map(({ specifier, typeOnly }) => [specifier, typeOnly])

  test.each([
    "import a from 'x'",
    "import { a } from 'x'",
    "import { type A, b } from 'x'",
    "import * as a from 'x'",
    "import {} from 'x'",
    "import 'x'",
    'import {\n  a,\n  b,\n} from "x"',
    "import a = require('x')",
    "export { a } from 'x'",
    "export * from 'x'",
    "export * as a from 'x'",
    "const a = require('x')",
    "const { a } = require('x').b",
    "const a = require.resolve('x')",
    "const a = await import('x')",
    "const a = () => { if (b) return import('x') }",
    "function f<T>(this: T, b = require('x')) {}",
  ])('finds %j', (source) => expect(read(source)).toEqual([['x', false]]))

  test.each([
    "import type { A } from 'x'",
    "import type A from 'x'",
    "import type * as a from 'x'",
    "import { type A, type B } from 'x'",
    "import type a = require('x')",
    "export type { A } from 'x'",
    "export { type A } from 'x'",
    "export type * from 'x'",
    "let a: import('x').A",
    "type A = typeof import('x')",
  ])('finds %j, of which nothing is left at run time', (source) =>
    expect(read(source)).toEqual([['x', true]]),
  )

  test.each(['import(x)', 'require(x)', "require('x' + y)", 'import(`x/$' + '{y}`)'])(
    'sees that nobody can read where %j leads',
    (source) => expect(read(source)).toEqual([[null, false]]),
  )

  test.each([
    "// import a from 'x'",
    "/* require('x') */",
    'const a = "import b from \'x\'"',
    'const a = 1\nexport { a }',
    "a.require('x')",
    'import a = b.c',
  ])('finds nothing in %j', (source) => expect(read(source)).toEqual([]))

  test('finds every one, in their order', () =>
    expect(read("import a from 'x'\nexport * from './y'\nrequire('z')")).toEqual([
      ['x', false],
      ['./y', false],
      ['z', false],
    ]))
})

describe('the rules of layers', () => {
  const sound: Readonly<Record<string, string>> = {
    'domain/user': '',
    'domain/decider': '',
    'application/execute': "import '../domain/decider'\nimport './ports/clock'\nimport './streams'",
    'application/streams': '',
    'application/ports/clock': "import '../../domain/user'\nimport './ids'",
    'application/ports/ids': '',
    'infrastructure/system/clock': "import '../../application/ports/clock'\nimport 'node:os'",
    'infrastructure/system/log': "import '../../domain/user'\nimport pino from 'pino'",
    'infrastructure/sqlite/open': "import './busy'\nimport Database from 'libsql'",
    'infrastructure/sqlite/busy': "import '../system/clock'\nimport type { Database } from 'libsql'",
    'infrastructure/composition/container':
      "import 'reflect-metadata'\nimport { Container } from 'inversify'\nimport '../system/clock'\nimport './index'\nimport '../../application/execute'",
    'infrastructure/composition/index': "import * as t from 'io-ts'\nimport { pipe } from 'fp-ts/function'",
    'interfaces/http/main': "import '../../infrastructure/composition'\nimport './app'",
    'interfaces/http/app':
      "import '../../application/execute'\nimport express from 'express'\nimport './multipart'",
    'interfaces/http/multipart': "import busboy from 'busboy'\nimport 'node:stream'",
    'interfaces/cli/main': "import '../../infrastructure/composition/container'\nimport 'commander'",
  }
  const treeWith = (planted: Readonly<Record<string, string>>): readonly SourceFile[] => {
    const files = { ...sound }
    for (const [file, source] of Object.entries(planted)) files[file] = `${sound[file] ?? ''}\n${source}`
    return Object.entries(files).map(([file, source]) => ({ file, source }))
  }

  test('find nothing in a sound tree', () => expect(breaches(treeWith({}), dependencies)).toEqual([]))

  test.each([
    ['domain/user', '../application/streams'],
    ['domain/user', '../application/ports/clock'],
    ['domain/user', '../infrastructure/system/clock'],
    ['domain/user', '../interfaces/http/app'],
    ['domain/user', 'node:crypto'],
    ['domain/user', 'crypto'],
    ['domain/user', 'io-ts'],
    ['application/ports/clock', '../streams'],
    ['application/ports/clock', '../../infrastructure/sqlite/open'],
    ['application/streams', '../infrastructure/system/clock'],
    ['application/streams', '../interfaces/http/app'],
    ['application/streams', 'node:timers/promises'],
    ['application/streams', 'fp-ts/Either'],
    ['infrastructure/system/clock', '../../application/streams'],
    ['infrastructure/system/clock', '../../interfaces/http/app'],
    ['infrastructure/system/clock', '../composition/index'],
    ['infrastructure/system/clock', '../composition'],
    ['infrastructure/composition/index', '../../interfaces/http/app'],
    ['infrastructure/composition/index', '../../interfaces/http/main'],
    ['interfaces/http/app', '../../domain/user'],
    ['interfaces/http/app', '../../infrastructure/system/log'],
    ['interfaces/http/app', '../../infrastructure/composition/container'],
    ['interfaces/http/main', '../../infrastructure/system/log'],
    ['interfaces/http/main', '../../domain/user'],
    ['interfaces/cli/main', '../http/main'],
  ])('find %s importing %s', (file, specifier) => {
    const named = `${file} imports ${specifier}`
    expect(breaches(treeWith({ [file]: `import '${specifier}'` }), dependencies)).toContain(named)
    expect(breaches(treeWith({ [file]: `import type { A } from '${specifier}'` }), dependencies)).toContain(
      named,
    )
  })

  test.each([
    ['infrastructure/sqlite/open', 'inversify'],
    ['interfaces/http/main', 'inversify'],
    ['interfaces/http/main', 'reflect-metadata'],
    ['interfaces/cli/other', 'express'],
    ['interfaces/http/app', 'busboy'],
    ['interfaces/http/multipart/other', 'busboy'],
    ['infrastructure/xml/other', 'csv-parse/sync'],
    ['infrastructure/csv/other', 'saxes'],
    ['infrastructure/system/other', 'libsql'],
    ['infrastructure/crypto/other', 'age-encryption'],
    ['infrastructure/age/other', 'age-encryption'],
    ['interfaces/http/app', 'jose'],
    ['infrastructure/sqlite/open', 'pino'],
    ['interfaces/http/app', 'commander'],
    ['infrastructure/xml/other', 'iconv-lite'],
    ['infrastructure/sqlite/open', 'io-ts'],
    ['interfaces/cli/main', 'fp-ts/Either'],
    ['interfaces/http/app', 'express-serve-static-core'],
    ['infrastructure/sqlite/open', 'fast-check'],
    ['infrastructure/sqlite/open', '@scope/name/part'],
  ])('find a library away from its place: %s importing %s', (file, specifier) =>
    expect(breaches(treeWith({ [file]: `import '${specifier}'` }), dependencies)).toEqual([
      `${file} imports ${specifier}`,
    ]),
  )

  test('find a library that is no dependency, also in its place', () =>
    expect(
      breaches(
        treeWith({}),
        dependencies.filter((name) => name !== 'pino'),
      ),
    ).toEqual(['infrastructure/system/log imports pino']))

  test.each([
    ['infrastructure/sqlite/busy', 'libsql', 'infrastructure/sqlite/open'],
    ['infrastructure/system/other', 'pino', 'infrastructure/system/log'],
  ])('find a second file that imports a library: %s importing %s', (file, library, first) => {
    const [breach, ...others] = breaches(treeWith({ [file]: `import { a } from '${library}'` }), dependencies)
    expect(others).toEqual([])
    expect(breach).toMatch(new RegExp(`^${library} is imported by `))
    expect(breach).toContain(first)
    expect(breach).toContain(file)
  })

  test('find an import that leads nowhere, or out of the tree', () => {
    const planted = { 'domain/user': "import './missing'\nimport '../../package.json'" }
    expect(breaches(treeWith(planted), dependencies)).toEqual([
      'domain/user imports ./missing',
      'domain/user imports ../../package.json',
    ])
  })

  test('find an import that nobody can read', () =>
    expect(breaches(treeWith({ 'interfaces/http/app': 'import(name)' }), dependencies)).toEqual([
      'interfaces/http/app imports something computed',
    ]))

  test('find a file in no layer', () =>
    expect(breaches(treeWith({ 'shared/util': '' }), dependencies)).toEqual(['shared/util is in no layer']))

  test('find a ring of two files, and name it', () =>
    expect(
      breaches(
        treeWith({ 'domain/user': "import './decider'", 'domain/decider': "import './user'" }),
        dependencies,
      ),
    ).toEqual(['domain/user → domain/decider → domain/user']))

  test('find a longer ring, also one of types', () => {
    const planted = {
      'domain/a': "import type { B } from './b'",
      'domain/b': "export type { C } from './c'",
      'domain/c': "let a: import('./a').A",
    }
    expect(breaches(treeWith(planted), dependencies)).toEqual(['domain/a → domain/b → domain/c → domain/a'])
  })

  test('find a file that imports itself', () =>
    expect(breaches(treeWith({ 'domain/user': "import './user'" }), dependencies)).toEqual([
      'domain/user → domain/user',
    ]))
})
