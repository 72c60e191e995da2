import { isBuiltin } from 'node:module'
import path from 'node:path'
import { type Import, importsOf, type SourceFile } from './import-reader'

/** Each layer, and the layers that its files may import. No layer may import a way in's `main`. */
const mayImport = {
  domain: ['domain'],
  ports: ['domain', 'ports'],
  application: ['domain', 'ports', 'application'],
  infrastructure: ['domain', 'ports', 'infrastructure'],
  composition: ['domain', 'ports', 'application', 'infrastructure', 'composition'],
  interfaces: ['ports', 'application', 'interfaces'],
  main: ['ports', 'application', 'interfaces', 'composition'],
} as const satisfies Record<string, readonly string[]>

type Layer = keyof typeof mayImport

const layerPatterns: readonly (readonly [RegExp, Layer])[] = [
  [/^domain\//, 'domain'],
  [/^application\/ports\//, 'ports'],
  [/^application\//, 'application'],
  [/^infrastructure\/composition\//, 'composition'],
  [/^infrastructure\//, 'infrastructure'],
  [/^interfaces\/[^/]+\/main$/, 'main'],
  [/^interfaces\//, 'interfaces'],
]

/** What a layer's files may use of Node itself: nothing, where a port is to stand between. */
const withoutNode: readonly Layer[] = ['domain', 'ports', 'application']

interface Home {
  /** The files that may import the library, as the beginnings of their paths. */
  readonly in: readonly string[]
  /** One of those files alone imports it; others may name its types. */
  readonly oneFile?: boolean
}

/** Where each library is at home. A library that is not listed here is imported nowhere. */
const homes: Readonly<Record<string, Home>> = {
  '@eventstore/db-client': { in: ['infrastructure/eventstoredb/'], oneFile: true },
  '@scure/base': { in: ['infrastructure/age/age'], oneFile: true },
  'age-encryption': { in: ['infrastructure/age/age'], oneFile: true },
  busboy: { in: ['interfaces/http/multipart'], oneFile: true },
  commander: { in: ['interfaces/cli/'] },
  'csv-parse': { in: ['infrastructure/csv/'], oneFile: true },
  express: { in: ['interfaces/http/'] },
  'fp-ts': { in: ['infrastructure/event-codec/', 'infrastructure/composition/', 'interfaces/http/'] },
  'iconv-lite': { in: ['infrastructure/csv/'], oneFile: true },
  inversify: { in: ['infrastructure/composition/'] },
  'io-ts': { in: ['infrastructure/event-codec/', 'infrastructure/composition/', 'interfaces/http/'] },
  jose: { in: ['infrastructure/jwt/'], oneFile: true },
  libsql: { in: ['infrastructure/sqlite/'], oneFile: true },
  pino: { in: ['infrastructure/system/'], oneFile: true },
  'prom-client': { in: ['infrastructure/prometheus/'], oneFile: true },
  'reflect-metadata': { in: ['infrastructure/composition/'] },
  saxes: { in: ['infrastructure/xml/'], oneFile: true },
}

/** The libraries that have a place. */
export const housedLibraries: readonly string[] = Object.keys(homes)

/** Every breach of the rules of layers, libraries and cycles, one line each; none is what a tree is held to. */
export function breaches(tree: readonly SourceFile[], dependencies: readonly string[]): readonly string[] {
  const files = new Set(tree.map(({ file }) => file))
  const imports = tree.flatMap(importsOf)
  return [
    ...[...files].filter((file) => layerOf(file) === null).map((file) => `${file} is in no layer`),
    ...imports.filter((line) => !isAllowed(line, files, dependencies)).map(asBreach),
    ...secondImporters(imports),
    ...cycles(files, imports),
  ]
}

const asBreach = ({ from, specifier }: Import): string =>
  specifier === null ? `${from} imports something computed` : `${from} imports ${specifier}`

const layerOf = (file: string): Layer | null =>
  layerPatterns.find(([pattern]) => pattern.test(file))?.[1] ?? null

const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier)

/** The file of the tree that a relative import leads to; `null`: none. */
function targetOf(from: string, specifier: string, files: ReadonlySet<string>): string | null {
  const target = path.posix.join(path.posix.dirname(from), specifier).replace(/\.(js|ts)$|\/$/, '')
  return [target, `${target}/index`].find((file) => files.has(file)) ?? null
}

export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function isAllowed(
  { from, specifier }: Import,
  files: ReadonlySet<string>,
  dependencies: readonly string[],
): boolean {
  const layer = layerOf(from)
  if (layer === null || specifier === null) return false
  if (isRelative(specifier)) {
    const target = targetOf(from, specifier, files)
    const allowed: readonly (Layer | null)[] = mayImport[layer]
    return target !== null && allowed.includes(layerOf(target))
  }
  if (isBuiltin(specifier)) return !withoutNode.includes(layer)
  const library = packageOf(specifier)
  return dependencies.includes(library) && isAtHome(library, from)
}

const isAtHome = (library: string, file: string): boolean =>
  homes[library]?.in.some((home) => (home.endsWith('/') ? file.startsWith(home) : file === home)) ?? false

function secondImporters(imports: readonly Import[]): readonly string[] {
  const single = housedLibraries.filter((library) => homes[library]?.oneFile)
  return single.flatMap((library) => {
    const importers = imports
      .filter(({ specifier, typeOnly }) => !typeOnly && packageOf(specifier ?? '') === library)
      .map(({ from }) => from)
      .filter((from) => isAtHome(library, from))
    const files = [...new Set(importers)]
    return files.length > 1 ? [`${library} is imported by ${files.join(' and ')}`] : []
  })
}

/** Files that import each other in a ring, types included: what can only be understood together is one file. */
function cycles(files: ReadonlySet<string>, imports: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>()
  for (const { from, specifier } of imports) {
    if (specifier === null || !isRelative(specifier)) continue
    const target = targetOf(from, specifier, files)
    if (target !== null) targets.set(from, [...(targets.get(from) ?? []), target])
  }
  const found: string[] = []
  const done = new Set<string>()
  const follow = (file: string, trail: readonly string[]): void => {
    const begin = trail.indexOf(file)
    if (begin >= 0) found.push([...trail.slice(begin), file].join(' → '))
    if (begin >= 0 || done.has(file)) return
    for (const target of targets.get(file) ?? []) follow(target, [...trail, file])
    done.add(file)
  }
  for (const file of files) follow(file, [])
  return found
}
