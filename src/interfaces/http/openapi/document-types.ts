import type { JsonSchema } from '../described'

/** As much of OpenAPI 3.1 as the document has. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly summary: string
    readonly description: string
    readonly license: object
  }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly headers: Readonly<Record<string, HeaderObject>>
    readonly responses: Readonly<Record<string, ResponseObject>>
    readonly securitySchemes: Readonly<Record<string, { readonly description: string }>>
  }
}

export type DocumentedMethod = 'get' | 'head' | 'options' | 'post' | 'put' | 'delete'
export type PathItem = Readonly<Partial<Record<DocumentedMethod, OperationObject>>>

export interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly ParameterObject[]
  readonly requestBody?: {
    readonly description?: string
    readonly required: true
    readonly content: Readonly<Record<string, MediaTypeObject>>
  }
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>
}

export interface ParameterObject {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly description: string
  readonly required?: boolean
  readonly schema: JsonSchema
}

export interface ResponseObject {
  readonly description: string
  readonly headers: Readonly<Record<string, Reference>>
  readonly content?: Readonly<Record<string, MediaTypeObject>>
}

export interface Reference {
  readonly $ref: string
}

export interface HeaderObject {
  readonly description: string
  readonly required: boolean
  readonly schema: JsonSchema
}

export interface MediaTypeObject {
  readonly schema?: JsonSchema
  /** Of each line of the content. */
  readonly 'x-line-schema'?: JsonSchema
  /** Of the data of each event of the stream. */
  readonly 'x-event-data-schema'?: JsonSchema
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>
  readonly example?: unknown
}
