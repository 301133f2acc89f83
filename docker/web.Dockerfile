# The dashboard and the hosted checkout: one image, the command selects one.

# `npm run pin-images` sets it to a digest.
ARG NODE_IMAGE=node:24-bookworm-slim

# --- Packages: the same lines as in api.Dockerfile.
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

# --- The apps are built separately: a change of one does not rebuild the other.
FROM sdk AS apps
ENV NEXT_TELEMETRY_DISABLED=1

FROM apps AS checkout
COPY web-checkout web-checkout
COPY bin/scripts.mjs bin/
COPY bin/lib/project.mjs bin/lib/script-inventory.mjs bin/lib/
RUN npx next build web-checkout \
  && node bin/scripts.mjs write \
  && rm -rf web-checkout/.next/cache

FROM apps AS dashboard
COPY web-dashboard web-dashboard
RUN npx next build web-dashboard \
  && rm -rf web-dashboard/.next/cache

# The only file of the API that bin/web.mjs reads: the rule for the exposure of a demo.
FROM sdk AS settings
COPY api/src/platform/config/exposure.ts api/src/platform/config/
RUN npx esbuild api/src/platform/config/exposure.ts --outfile=api/dist/modules/platform/config/exposure.js

# The runtime packages: without compilers, image codecs and files for bundlers.
FROM manifests AS production
RUN npm ci --omit=dev --workspace web-checkout --workspace web-dashboard --loglevel=error \
  && rm -rf node_modules/@next/swc-* node_modules/@img node_modules/sharp node_modules/.bin \
    node_modules/next/dist/docs node_modules/next/dist/esm node_modules/next/dist/next-devtools \
  && find node_modules \( -name '*.d.*ts' -o -name '*.map' \) -type f -delete

FROM ${NODE_IMAGE}
# The same options as in bin/lib/gateway.mjs.
ENV NODE_OPTIONS="--max-semi-space-size=2 --max-old-space-size=512" MALLOC_ARENA_MAX=2
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=production /app ./
COPY bin/web.mjs bin/scripts.mjs bin/
COPY bin/lib/api-connections.mjs bin/lib/gateway.mjs bin/lib/project.mjs bin/lib/script-inventory.mjs bin/lib/
COPY bin/lib/front bin/lib/front
COPY --from=settings /app/api/dist api/dist
COPY --from=sdk /app/sdk/dist sdk/dist
COPY --from=sdk /app/sdk/released sdk/released
# Both apps' configs import it.
COPY sdk/web/next-config.mjs sdk/web/
COPY --from=checkout /app/web-checkout/next.config.mjs web-checkout/
COPY --from=checkout /app/web-checkout/.next web-checkout/.next
COPY --from=dashboard /app/web-dashboard/next.config.mjs web-dashboard/
COPY --from=dashboard /app/web-dashboard/.next web-dashboard/.next
USER node
EXPOSE 3000 3001
CMD ["node", "bin/web.mjs", "web-dashboard", "DASHBOARD_PORT", "3000"]
