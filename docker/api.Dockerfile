# The API server, the worker, the simulated acquirer and the migration: one image, four flags; and the doctor, `node bin/doctor.mjs`.

# `npm run pin-images` sets it to a digest.
ARG NODE_IMAGE=node:24-bookworm-slim

# --- Packages: repeated only when a package.json or the lock file changes. The web image begins with the same lines, so
# --- that these layers exist once.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY api/package.json api/
COPY sdk/package.json sdk/
COPY sdk/web/package.json sdk/web/
COPY web-checkout/package.json web-checkout/
COPY web-dashboard/package.json web-dashboard/

# What a build needs: neither the embedded database nor the tools of tests and checks.
FROM manifests AS packages
RUN npm pkg delete optionalDependencies && npm ci --omit=dev --loglevel=error

FROM packages AS sdk
COPY tsconfig.base.json openapi.yml ./
COPY sdk sdk
RUN cd sdk && node generate.mjs && npx tsup

# --- The API
FROM sdk AS build
COPY nest-cli.json ./
COPY api api
COPY bin/lib/bundle.mjs bin/lib/bundled-validator.mjs bin/lib/project.mjs bin/lib/
RUN npx nest build \
  && node -e "import('./bin/lib/bundle.mjs').then((file) => file.bundleApi())" \
  && find api/dist sdk/dist \( -name '*.d.*ts' -o -name .tsbuildinfo \) -type f -delete

# The runtime packages. TypeScript is needed only by a compiler plugin of @nestjs/swagger.
FROM manifests AS production
RUN npm ci --omit=dev --workspace api --loglevel=error \
  && rm -rf node_modules/typescript node_modules/.bin \
  && find node_modules \( -name '*.d.*ts' -o -name '*.map' \) -type f -delete

FROM ${NODE_IMAGE}
RUN apt-get update -qq \
  && apt-get install -qq --yes --no-install-recommends curl \
  && rm -rf /var/lib/apt/lists/*
# The same options as in bin/lib/gateway.mjs.
ENV NODE_OPTIONS="--max-semi-space-size=8 --max-old-space-size=768" MALLOC_ARENA_MAX=2
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=production /app ./
COPY docker/proxy.mjs docker/smoke.mjs docker/
COPY bin/doctor.mjs bin/
COPY bin/lib/gateway.mjs bin/lib/gateway-database.mjs bin/lib/ports.mjs bin/lib/postgres-folder.mjs bin/lib/project.mjs \
  bin/lib/terminal.mjs bin/lib/
COPY bin/lib/doctor bin/lib/doctor
COPY --from=build /app/sdk/dist sdk/dist
COPY --from=build /app/api/dist api/dist
# V8's compiled code is part of the image, because the running image is read-only. A cache is valid for one user and one set of
# V8's options, so it is built with those of the gateway.
RUN install -d -o node api/dist/.compile-cache
# In the image `npm test` is a smoke test; the test suites are not included. npm's cache would be on a read-only file system.
RUN npm pkg set scripts.test='node docker/smoke.mjs'
ENV NPM_CONFIG_CACHE=/tmp/npm
USER node
# A server that waits for a database, until it has loaded everything.
RUN DEMO=true DATABASE_URL=postgres://127.0.0.1:9/none timeout 10 node api/dist/main.js server; test -n "$(ls api/dist/.compile-cache)"
EXPOSE 8000
CMD ["node", "api/dist/main.js", "server"]
