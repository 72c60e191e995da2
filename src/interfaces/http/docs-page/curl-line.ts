import type { JsonSchema } from '../described'
import type { OpenApiDocument, OperationObject } from '../openapi/document-types'
import { exampleOf } from '../openapi/example-of'

/** An operation as a command to paste; what a reader has to fill in stands as a variable. */
export function curlLine(
  { servers, components }: OpenApiDocument,
  path: string,
  method: string,
  { parameters = [], requestBody, security }: OperationObject,
): string {
  const example = (schema: JsonSchema) => exampleOf(schema, components.schemas, 'least')
  const address = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((at, { name, schema }) => at.replace(`{${name}}`, String(example(schema))), path)
  const query = new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name, schema }): [string, string] => [name, String(example(schema))]),
  ).toString()
  const [credential] = security.flatMap(Object.keys)
  const body = requestBody?.content
  const json = body?.['application/json']?.schema
  return [
    'curl -sS',
    ...(['get', 'post'].includes(method) && (method === 'get' || body !== undefined)
      ? []
      : [`-X ${method.toUpperCase()}`]),
    ...(credential === undefined ? [] : [`-H "Authorization: Bearer $${credential.toUpperCase()}_JWT"`]),
    ...(body?.['application/x-www-form-urlencoded'] !== undefined
      ? ['-d token=$TOKEN']
      : json === undefined
        ? []
        : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(example(json))}'`]),
    ...(json === undefined && body?.['multipart/form-data'] !== undefined
      ? ['-F token=$TOKEN -F file_def=@table.xml -F file_csv=@table.csv']
      : []),
    `'${servers[0]?.url ?? ''}${address}${query === '' ? '' : `?${query}`}'`,
  ].join(' \\\n  ')
}
