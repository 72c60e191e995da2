import * as t from 'io-ts'
import { tokenWords } from '../../../application/token-state'
import { instant, objectOf, uploadToken, uuid, wordOf } from '../json-forms'
import { listedToken, shownToken } from '../upload-token-json'
import { longestWaitSeconds, tokenRequest } from '../upload-token-routes'
import { asJson, type DescribedPath, managed, managedWithBody } from './operation'
import { before, numberUpTo, ofProject, ofUser } from './parameters-of-lists'

export const uploadTokenOperations: readonly DescribedPath[] = [
  {
    group: 'Management',
    path: '/management/provision/uploadtoken',
    operations: {
      GET: managed({
        id: 'listTokens',
        summary: 'Upload tokens, newest first',
        query: {
          project: ofProject,
          user: ofUser,
          state: { says: 'Those in this state.', codec: wordOf(...tokenWords) },
          before: before('token'),
        },
        answers: [
          {
            status: 200,
            says: 'A page of them.',
            content: asJson(t.readonlyArray(listedToken)),
            sometimes: ['Link'],
          },
        ],
        problems: [],
      }),
      POST: managedWithBody(
        {
          id: 'issueToken',
          summary: 'Issues an upload token',
          says: 'For one user and one project, for one import, within a window of time.',
          answers: [
            {
              status: 201,
              says: 'The token, which is told this once.',
              content: asJson(
                objectOf({
                  status: wordOf('issued'),
                  token: uploadToken,
                  token_id: uuid,
                  not_before: instant,
                  expires_at: instant,
                }),
              ),
            },
          ],
          problems: [
            ...([
              'unknown-user',
              'user-inactive',
              'unknown-project',
              'project-retired',
              'not-owner',
            ] as const),
            ...(['token-window-invalid', 'token-kinds-missing', 'external-uuid-malformed'] as const),
          ],
        },
        tokenRequest,
      ),
    },
  },
  {
    group: 'Management',
    path: '/management/provision/uploadtoken/:token_id',
    place: 'address',
    pieces: { token_id: { says: 'The id of a token.', codec: uuid } },
    operations: {
      GET: managed({
        id: 'showToken',
        summary: 'Shows an upload token with its import and its history',
        query: {
          wait: {
            says: 'Answers as soon as the state changes, at once where it can not change any more, at the latest after so many seconds.',
            codec: numberUpTo(longestWaitSeconds, 30),
          },
        },
        answers: [{ status: 200, says: 'The token.', content: asJson(shownToken) }],
        problems: ['unknown-token'],
      }),
      DELETE: managed({
        id: 'revokeToken',
        summary: 'Revokes a token that has not been used',
        answers: [
          {
            status: 200,
            says: 'The token is revoked.',
            content: asJson(objectOf({ status: wordOf('revoked') })),
          },
        ],
        problems: ['unknown-token', 'token-already-used'],
      }),
    },
  },
]
