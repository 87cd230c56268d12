"""Drives PyKMIP's own client, unmodified, against a KMIP server and checks every result.

Prints one line of JSON: for every version, what became of each operation ("ok", or what was wrong).
Arguments: port, certificate, key and authority (PEM files), versions ...
"""
import hashlib
import hmac
import json
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from kmip.core import enums
from kmip.core.attributes import Name
from kmip.core.factories.attributes import AttributeFactory
from kmip.pie import client as pie
from kmip.pie import exceptions, objects

A = enums.CryptographicAlgorithm
M = enums.CryptographicUsageMask
TEXT = b"The quick brown fox jumps over the lazy dog"


def same(what, got, expected):
    if got != expected:
        raise AssertionError(f"{what} is {got!r}, not {expected!r}")


def one_of(what, part, whole):
    if part not in whole:
        raise AssertionError(f"{part!r} is not among the {what} {whole!r}")


def fails(what, reason, call):
    try:
        call()
    except exceptions.KmipOperationFailure as failure:
        same(f"the reason why {what} fails", failure.reason, reason)
    else:
        raise AssertionError(f"{what} did not fail")


class Run:
    """Every operation once, in an order in which each has what it needs from those before it."""

    def __init__(self, client, name):
        self.client = client
        self.name = name

    def attributes(self, uid, *names):
        got_uid, found = self.client.get_attributes(uid, list(names))
        same("the identifier with the attributes", got_uid, uid)
        return {one.attribute_name.value: one.attribute_value for one in found}

    def state(self, uid):
        return self.attributes(uid, "State")["State"].value

    def create(self):
        self.key = self.client.create(A.AES, 256, name=self.name, cryptographic_usage_mask=[M.ENCRYPT, M.DECRYPT])
        same("the state of a new key", self.state(self.key), enums.State.PRE_ACTIVE)

    def activate(self):
        self.client.activate(self.key)
        same("the state of the key", self.state(self.key), enums.State.ACTIVE)

    def get(self):
        key = self.client.get(self.key)
        same("the type of the object", type(key), objects.SymmetricKey)
        same("the algorithm", key.cryptographic_algorithm, A.AES)
        same("the length", key.cryptographic_length, 256)
        same("the number of bytes", len(key.value), 32)
        # Object Not Found is a reason since KMIP 2.0.
        is_old = self.client.kmip_version < enums.KMIPVersion.KMIP_2_0
        reason = enums.ResultReason.ITEM_NOT_FOUND if is_old else enums.ResultReason.OBJECT_NOT_FOUND
        fails("get of an unknown identifier", reason, lambda: self.client.get("nobody"))

    def get_attributes(self):
        found = self.attributes(
            self.key, "Name", "Object Type", "Cryptographic Algorithm", "Cryptographic Length", "Cryptographic Usage Mask"
        )
        same("Name", found["Name"].name_value.value, self.name)
        same("Object Type", found["Object Type"].value, enums.ObjectType.SYMMETRIC_KEY)
        same("Cryptographic Algorithm", found["Cryptographic Algorithm"].value, A.AES)
        same("Cryptographic Length", found["Cryptographic Length"].value, 256)
        same("Cryptographic Usage Mask", found["Cryptographic Usage Mask"].value, M.ENCRYPT.value | M.DECRYPT.value)
        everything = self.client.get_attributes(self.key)[1]
        one_of("attributes", "Unique Identifier", [one.attribute_name.value for one in everything])

    def get_attribute_list(self):
        names = self.client.get_attribute_list(self.key)
        for name in ("Cryptographic Algorithm", "Cryptographic Length", "Name", "Object Type", "State"):
            one_of("names of attributes", name, names)

    def locate(self):
        def found(name):
            kind = enums.NameType.UNINTERPRETED_TEXT_STRING
            wanted = AttributeFactory().create_attribute(enums.AttributeType.NAME, Name.create(name, kind))
            return self.client.locate(attributes=[wanted])

        same("what is located", found(self.name), [self.key])
        same("what is located by another name", found(self.name + "?"), [])

    def encrypt(self):
        self.parameters = {
            "block_cipher_mode": enums.BlockCipherMode.CBC,
            "padding_method": enums.PaddingMethod.PKCS5,
            "cryptographic_algorithm": A.AES,
        }
        self.iv = bytes(range(16))
        self.ciphertext, _ = self.client.encrypt(
            TEXT, uid=self.key, cryptographic_parameters=self.parameters, iv_counter_nonce=self.iv
        )
        cipher = Cipher(algorithms.AES(self.client.get(self.key).value), modes.CBC(self.iv)).encryptor()
        padded = TEXT + bytes([16 - len(TEXT) % 16]) * (16 - len(TEXT) % 16)
        same("the ciphertext", self.ciphertext, cipher.update(padded) + cipher.finalize())

    def decrypt(self):
        text = self.client.decrypt(
            self.ciphertext, uid=self.key, cryptographic_parameters=self.parameters, iv_counter_nonce=self.iv
        )
        same("what is decrypted", text, TEXT)

    def create_key_pair(self):
        self.public, self.private = self.client.create_key_pair(
            A.RSA,
            2048,
            public_name=self.name + " public",
            public_usage_mask=[M.VERIFY],
            private_name=self.name + " private",
            private_usage_mask=[M.SIGN],
        )
        same("the type of the public key", type(self.client.get(self.public)), objects.PublicKey)
        same("the type of the private key", type(self.client.get(self.private)), objects.PrivateKey)
        self.client.activate(self.public)
        self.client.activate(self.private)

    def sign(self):
        self.signing = {
            "padding_method": enums.PaddingMethod.PKCS1v15,
            "cryptographic_algorithm": A.RSA,
            "hashing_algorithm": enums.HashingAlgorithm.SHA_256,
        }
        self.signature = self.client.sign(TEXT, uid=self.private, cryptographic_parameters=self.signing)
        # Reads PKCS#1 as well as SubjectPublicKeyInfo.
        key = serialization.load_der_public_key(self.client.get(self.public).value)
        key.verify(self.signature, TEXT, padding.PKCS1v15(), hashes.SHA256())

    def signature_verify(self):
        def verdict(text):
            return self.client.signature_verify(
                text, self.signature, uid=self.public, cryptographic_parameters=self.signing
            )

        same("the verdict on a good signature", verdict(TEXT), enums.ValidityIndicator.VALID)
        same("the verdict on another text", verdict(TEXT + b"."), enums.ValidityIndicator.INVALID)

    def register_secret_data(self):
        secret = objects.SecretData(b"open sesame", enums.SecretDataType.PASSWORD, name=self.name + " secret")
        uid = self.client.register(secret)
        back = self.client.get(uid)
        same("the type of the object", type(back), objects.SecretData)
        same("the secret", back.value, b"open sesame")
        same("the kind of secret", back.data_type, enums.SecretDataType.PASSWORD)
        self.client.destroy(uid)

    def register_hmac_key(self):
        self.mac_bytes = bytes(range(32))
        key = objects.SymmetricKey(
            A.HMAC_SHA256, 256, self.mac_bytes, masks=[M.MAC_GENERATE, M.MAC_VERIFY], name=self.name + " mac"
        )
        self.mac_key = self.client.register(key)
        same("the value", self.client.get(self.mac_key).value, self.mac_bytes)
        self.client.activate(self.mac_key)

    def mac(self):
        uid, tag = self.client.mac(TEXT, uid=self.mac_key, algorithm=A.HMAC_SHA256)
        same("the identifier", uid, self.mac_key)
        same("the MAC", tag, hmac.new(self.mac_bytes, TEXT, hashlib.sha256).digest())

    def revoke(self):
        reason = enums.RevocationReasonCode
        for uid in (self.key, self.public, self.private):
            self.client.revoke(reason.CESSATION_OF_OPERATION, uid)
            same("the state", self.state(uid), enums.State.DEACTIVATED)
        self.client.revoke(reason.KEY_COMPROMISE, self.mac_key, compromise_occurrence_date=1)
        same("the state", self.state(self.mac_key), enums.State.COMPROMISED)

    def destroy(self):
        for uid in (self.key, self.public, self.private, self.mac_key):
            self.client.destroy(uid)
        same("the state", self.state(self.key), enums.State.DESTROYED)
        same("the state of a compromised key", self.state(self.mac_key), enums.State.DESTROYED_COMPROMISED)


OPERATIONS = [
    *["create", "activate", "get", "get_attributes", "get_attribute_list", "locate", "encrypt", "decrypt"],
    *["create_key_pair", "sign", "signature_verify", "register_secret_data", "register_hmac_key", "mac"],
    *["revoke", "destroy"],
]


def attempt(call):
    try:
        call()
        return "ok"
    except Exception as error:  # Whatever it is, it is the result of this operation.
        return f"{type(error).__name__}: {error}"


def run(version, port, certificate, key, authority):
    client = pie.ProxyKmipClient(
        hostname="127.0.0.1",
        port=int(port),
        cert=certificate,
        key=key,
        ca=authority,
        ssl_version="PROTOCOL_TLS",
        config_file="/dev/null",
        kmip_version=enums.KMIPVersion[f"KMIP_{version.replace('.', '_')}"],
    )
    with client:
        steps = Run(client, f"outside {version}")
        return {name: attempt(getattr(steps, name)) for name in OPERATIONS}


if __name__ == "__main__":
    port, certificate, key, authority, *versions = sys.argv[1:]
    print(json.dumps({version: run(version, port, certificate, key, authority) for version in versions}))
