"""The form of a badge that we sign: the members of the official JSON Schema that we use, and no others.

The official schema of Open Badges 3.0 is only in the source distribution of a package, so a running site does not have
it. The tests check what we sign against that, and that what this form allows the official one allows too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://|did:|urn:uuid:)\S+$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Profile(Part):
    id: Address
    type: Annotated[list[Literal["Profile"]], Field(min_length=1, max_length=1)]
    name: Text
    url: Address
    email: Text | None = None


class Identity(Part):
    type: Literal["IdentityObject"]
    hashed: bool
    identityHash: Text  # noqa: N815 - as the standard writes it
    identityType: Literal["emailAddress", "name"]  # noqa: N815
    salt: Text | None = None


class Criteria(Part):
    id: Address
    narrative: Text


class Picture(Part):
    id: Address
    type: Literal["Image"]
    caption: Text


class Alignment(Part):
    type: Annotated[list[Literal["Alignment"]], Field(min_length=1, max_length=1)]
    targetName: Text  # noqa: N815
    targetUrl: Address  # noqa: N815
    targetDescription: str  # noqa: N815
    targetType: Literal["CFItem"]  # noqa: N815
    targetCode: Text  # noqa: N815
    targetFramework: Text  # noqa: N815


class ResultDescription(Part):
    id: Address
    type: Annotated[list[Literal["ResultDescription"]], Field(min_length=1, max_length=1)]
    name: Text
    resultType: Literal["Status"]  # noqa: N815


class Achievement(Part):
    id: Address
    type: Annotated[list[Literal["Achievement"]], Field(min_length=1, max_length=1)]
    achievementType: Literal["Badge"]  # noqa: N815
    humanCode: Text  # noqa: N815
    version: Text
    inLanguage: Literal["en-GB"]  # noqa: N815
    name: Text
    description: Text
    criteria: Criteria
    image: Picture
    resultDescription: list[ResultDescription]  # noqa: N815
    alignment: list[Alignment] | None = None


class Result(Part):
    type: Annotated[list[Literal["Result"]], Field(min_length=1, max_length=1)]
    resultDescription: Address  # noqa: N815
    status: Literal["Completed"]


class Subject(Part):
    id: Address
    type: Annotated[list[Literal["AchievementSubject"]], Field(min_length=1, max_length=1)]
    identifier: Annotated[list[Identity], Field(min_length=1)]
    achievement: Achievement
    result: list[Result]


class Status(Part):
    id: Address
    type: Literal["BitstringStatusListEntry"]
    statusPurpose: Literal["revocation"]  # noqa: N815
    statusListIndex: Text  # noqa: N815
    statusListCredential: Address  # noqa: N815


class Evidence(Part):
    type: Annotated[list[Literal["Evidence"]], Field(min_length=1, max_length=1)]
    name: Text
    narrative: Text


class Proof(Part):
    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Moment
    verificationMethod: Address  # noqa: N815
    proofPurpose: Literal["assertionMethod"]  # noqa: N815
    proofValue: Text  # noqa: N815


class EndorsementSubject(Part):
    id: Address
    type: Annotated[list[Literal["EndorsementSubject"]], Field(min_length=1, max_length=1)]
    endorsementComment: Text  # noqa: N815


class Endorsement(Part):
    context: Annotated[list[Address], Field(alias="@context", min_length=2, max_length=2)]
    id: Address
    type: Annotated[list[Literal["VerifiableCredential", "EndorsementCredential"]], Field(min_length=2, max_length=2)]
    name: Text
    description: Text
    issuer: Profile
    validFrom: Moment  # noqa: N815
    credentialSubject: EndorsementSubject  # noqa: N815
    proof: Proof


class Credential(Part):
    context: Annotated[list[Address], Field(alias="@context", min_length=2, max_length=2)]
    id: Address
    type: Annotated[list[Literal["VerifiableCredential", "OpenBadgeCredential"]], Field(min_length=2, max_length=2)]
    name: Text
    issuer: Profile
    validFrom: Moment  # noqa: N815
    validUntil: Moment | None = None  # noqa: N815
    credentialSubject: Subject  # noqa: N815
    credentialStatus: Status  # noqa: N815
    evidence: Annotated[list[Evidence], Field(min_length=1)] | None = None
    endorsement: Annotated[list[Endorsement], Field(min_length=1)] | None = None


def find_schema_faults(document: dict[str, Any]) -> Iterator[str]:
    """Where an unsigned badge does not have the form of those that we sign: the place, and what is wrong."""
    try:
        Credential.model_validate(document)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            yield f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
