import { writeJson } from '../../kmip/json.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import type { Access } from '../access/access.ts';
import { parseGrantRequest } from '../access/grant-request.ts';
import { json, type Route } from './routes.ts';

const plain = (attributes: TtlvStructure): unknown => JSON.parse(writeJson(attributes));

/** /access/...: who may use which object. */
export const accessRoutes = (access: Access): readonly Route[] => [
  {
    method: 'POST',
    path: '/access/grant',
    public: false,
    answer: ({ user, body }) => {
      const request = parseGrantRequest(body.toString());
      access.grant(user, request);
      return json({ success: `Access for ${request.user} successfully added` });
    },
  },
  {
    method: 'POST',
    path: '/access/revoke',
    public: false,
    answer: ({ user, body }) => {
      const request = parseGrantRequest(body.toString());
      access.revoke(user, request);
      return json({ success: `Access for ${request.user} successfully deleted` });
    },
  },
  {
    method: 'GET',
    path: '/access/list/{uid}',
    public: false,
    answer: ({ user, uid }) =>
      json(access.list(user, uid).map((grant) => ({ user_id: grant.user, operations: grant.operations }))),
  },
  {
    method: 'GET',
    path: '/access/owned',
    public: false,
    answer: ({ user }) =>
      json(
        access.owned(user).map(({ id, state, attributes }) => ({
          object_id: id,
          state,
          attributes: plain(attributes),
        })),
      ),
  },
  {
    method: 'GET',
    path: '/access/obtained',
    public: false,
    answer: ({ user }) =>
      json(
        access.obtained(user).map(({ id, owner, state, operations, attributes }) => ({
          object_id: id,
          owner_id: owner,
          state,
          operations,
          ...(attributes === undefined ? {} : { attributes: plain(attributes) }),
        })),
      ),
  },
];
