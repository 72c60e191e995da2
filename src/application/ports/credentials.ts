/** Whom a credential is for: the services that manage, or the people who read data. */
export type CredentialKind = 'management' | 'data'

/** A management client, as its credential names it: `[A-Za-z0-9._-]{1,64}`. */
export interface ManagementClient {
  readonly identity: string
}

/** A reader of data, by provisioned name. */
export interface DataReader {
  readonly userName: string
}

/** Bearer credentials. Neither kind is ever accepted for the other; `null` is every reason not to. */
export interface CredentialVerifier {
  management(bearer: string): Promise<ManagementClient | null>
  data(bearer: string): Promise<DataReader | null>
}

/** Mints credentials with the configured secrets, for an administrator at a terminal. Rejects where there is none. */
export interface CredentialIssuer {
  management(identity: string, expiresInSeconds: number): Promise<string>
  data(userName: string, expiresInSeconds: number): Promise<string>
}
