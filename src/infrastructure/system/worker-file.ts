import path from 'node:path'

/**
 * The compiled file of a worker thread, also when this module runs from source: Node starts no TypeScript.
 * `name` is the path below `infrastructure`, without its ending.
 */
export const workerFile = (name: string): string =>
  path.resolve(__dirname, '..', '..', '..', 'dist', 'infrastructure', `${name}.js`)
