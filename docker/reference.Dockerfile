# The reference KMS as an image, built by `npm run images -- kms`, which lays out app/: the server's TypeScript, which
# Node 24 runs as it is, and exactly the packages that it imports, from the repository's lock file.
ARG BASE_IMAGE=node:24-slim

FROM ${BASE_IMAGE} AS package
# The binding to PKCS#11 is compiled.
RUN command -v g++ && command -v make && command -v python3 || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends g++ make python3; }
WORKDIR /opt/kms
COPY app/package.json app/package-lock.json ./
# That the binding is missing would show on the first use of a security module only.
RUN npm_config_nodedir=/usr/local npm ci --no-audit --no-fund --omit=dev && node --eval 'require("pkcs11js")'
COPY app/ ./

FROM ${BASE_IMAGE}
RUN ls /usr/lib/softhsm/libsofthsm2.so || \
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends softhsm2 && rm -rf /var/lib/apt/lists/*; }
RUN useradd --system --uid 10001 --home-dir /var/lib/kms kms && \
    mkdir -p /var/lib/kms/tokens && chown -R 10001:10001 /var/lib/kms
COPY --from=package /opt/kms /opt/kms
# What follows holds for the image without a distribution as well, which is built where no base can be pulled.
ENV KMS_SQLITE_PATH=/var/lib/kms/store
ENV SOFTHSM2_CONF=/opt/kms/softhsm2.conf
USER 10001:10001
WORKDIR /var/lib/kms
VOLUME /var/lib/kms
EXPOSE 9998 5696
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=5 CMD ["node", "/opt/kms/health.js"]
ENTRYPOINT ["node", "/opt/kms/src/reference-server/main.ts", "--hostname", "0.0.0.0", "--socket-server-hostname", "0.0.0.0"]
